<?php
// A SIMPEG sends files and reads a person back. Needs PHP 8.1 or newer and no extension.
//
//   BASE_URL=http://127.0.0.1:8000 CLIENT_ID=… CLIENT_SECRET=… php connect.php

declare(strict_types=1);

const NIP = '199001182015092001';
const FILES = ['ref_unor.json', 'pegawai.csv', 'rw_skp22.ndjson'];

/** One request. Returns status, headers (names in lower case) and the decoded answer. */
function request(string $method, string $path, array $headers = [], string $body = ''): array
{
    $context = stream_context_create(['http' => [
        'method' => $method,
        'header' => $headers,
        'content' => $body,
        'timeout' => 30,
        'ignore_errors' => true, // read the body of a refusal too: it says what to do
    ]]);
    $stream = fopen(getenv('BASE_URL') . $path, 'r', false, $context);
    if ($stream === false) {
        exit("The service cannot be reached.\n");
    }
    $lines = stream_get_meta_data($stream)['wrapper_data'];
    $answer = json_decode((string) stream_get_contents($stream), true);
    $status = (int) explode(' ', $lines[0])[1];
    $found = [];
    foreach (array_slice($lines, 1) as $line) {
        [$name, $value] = explode(':', $line, 2) + [1 => ''];
        $found[strtolower($name)] = trim($value);
    }
    if ($status >= 400) {
        fwrite(STDERR, "{$status} {$answer['code']}: {$answer['detail']}\n");
        exit(1);
    }
    return [$status, $found, $answer];
}

// 1. A token, good for a quarter of an hour.
[, , $token] = request('POST', '/oauth/token', ['Content-Type: application/x-www-form-urlencoded'],
    http_build_query([
        'grant_type' => 'client_credentials',
        'client_id' => getenv('CLIENT_ID'),
        'client_secret' => getenv('CLIENT_SECRET'),
    ]));
$authorised = ["Authorization: Bearer {$token['access_token']}"];

// 2. Files; their names say what they hold. They are taken in at once and applied by a job.
$boundary = bin2hex(random_bytes(16));
$body = '';
foreach (FILES as $file) {
    $body .= "--{$boundary}\r\n"
        . "Content-Disposition: form-data; name=\"files\"; filename=\"{$file}\"\r\n"
        . "Content-Type: application/octet-stream\r\n\r\n"
        . file_get_contents(__DIR__ . "/files/{$file}") . "\r\n";
}
$body .= "--{$boundary}--\r\n";
$multipart = "Content-Type: multipart/form-data; boundary={$boundary}";
[, $headers] = request('POST', '/v1/imports', [...$authorised, $multipart], $body);

// 3. Wait for the verdicts.
for ($i = 0; $i < 120; $i++) {
    [, , $import] = request('GET', $headers['location'], $authorised);
    if (in_array($import['state'], ['finished', 'failed'], true)) {
        break;
    }
    usleep(500_000);
}
echo "import: {$import['state']}\n";
if ($import['state'] !== 'finished') {
    exit(1);
}
foreach ($import['counts'] as $count) {
    echo "  {$count['kind']}: {$count['accepted']} accepted, {$count['unchanged']} unchanged,"
        . " {$count['rejected']} rejected\n";
}
[, , $rejected] = request('GET', "{$headers['location']}/rows?verdict=rejected", $authorised);
foreach ($rejected['items'] as $row) {
    echo "  {$row['file']}:{$row['line']} {$row['code']} {$row['detail']}\n";
}

// 4. The person. Keep the id: it stays when the NIP changes.
[, , $person] = request('GET', '/v1/employees/by-nip/' . NIP, $authorised);
echo "employee: {$person['name']} {$person['id']}\n";
