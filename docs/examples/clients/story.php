<?php
// What a SIMPEG does, with the client that openapi-generator's `php` has made into talenta/.
//
//   BASE_URL=http://127.0.0.1:8000 CLIENT_ID=… CLIENT_SECRET=… php story.php
declare(strict_types=1);

require 'talenta/vendor/autoload.php'; // composer's: the client, and Guzzle

use Talenta\Api\AccessApi;
use Talenta\Api\EmployeesApi;
use Talenta\Api\TalentMapsApi;
use Talenta\ApiException;
use Talenta\Configuration;
use Talenta\Model\EmployeeRecord;
use Talenta\Model\NewMap;
use Talenta\Model\ProblemRead;
use Talenta\Model\Purpose;
use Talenta\Model\TalentMapState;
use Talenta\Model\Unmasking;

// A refusal that nobody expected ends the program with the service's own words.
set_exception_handler(function (Throwable $thrown): void {
    $problem = $thrown instanceof ApiException ? $thrown->getResponseObject() : null;
    $words = $problem instanceof ProblemRead
        ? "{$problem->getStatus()} {$problem->getCode()}: {$problem->getDetail()}"
        : $thrown->getMessage();
    fwrite(STDERR, "{$words}\n");
    exit(1);
});

function uuid(): string
{
    return vsprintf('%s%s-%s-4%.3s-a%.3s-%s%s%s', str_split(bin2hex(random_bytes(16)), 4));
}

// 1. A token, good for a quarter of an hour.
$config = (new Configuration())->setHost(getenv('BASE_URL'));
$token = (new AccessApi(null, $config))->issueToken(
    'client_credentials',
    client_id: getenv('CLIENT_ID'),
    client_secret: getenv('CLIENT_SECRET'),
);
$config->setAccessToken($token->getAccessToken());
$employees = new EmployeesApi(null, $config);
$maps = new TalentMapsApi(null, $config);

// 2. Everybody, page by page, until `next` is null.
$people = [];
$cursor = null;
do {
    $page = $employees->listEmployees(limit: 50, cursor: $cursor);
    array_push($people, ...$page->getItems());
    $cursor = $page->getNext();
} while ($cursor !== null);
$distinct = array_unique(array_map(fn ($person) => $person->getId(), $people));
echo 'people: ', count($people), ' distinct: ', count($distinct), "\n";

// 3. One of them, whose record goes back as it came: nothing differs. What was masked is asked for.
$person = $employees->getEmployeeByNip($people[0]->getNip());
$identity = $employees->unmaskEmployee($person->getId(), new Unmasking([
    'purpose' => Purpose::VERIFICATION,
    'reason' => 'Mencocokkan data dengan SIMPEG.',
]));
$shown = [];
foreach (array_keys(EmployeeRecord::attributeMap()) as $field) {
    $shown[$field] = $person[$field];
}
$record = new EmployeeRecord([
    ...$shown,
    'old_nip' => $identity->getOldNip(),
    'phone' => $identity->getPhone(),
    'email' => $identity->getEmail(),
]);
$recorded = $employees->recordEmployee($identity->getNip(), $record, if_match: '*');
echo 'recorded: ', $recorded->getVerdict(), "\n";

// 4. A name with a title more: one field differs.
$record->setBackTitle($person->getBackTitle() === 'M.Si.' ? 'M.M.' : 'M.Si.');
$recorded = $employees->recordEmployee($identity->getNip(), $record, if_match: '*');
$fields = array_map(fn ($change) => $change->getField(), $recorded->getChanges());
echo 'recorded: ', implode(' ', [$recorded->getVerdict(), ...$fields]), "\n";

// 5. A fault, such as a unit that nobody knows, is a problem with a pointer to it.
$record->setUnitId('00000000-0000-7000-8000-000000000000');
try {
    $employees->recordEmployee($identity->getNip(), $record, if_match: '*');
    throw new LogicException('it should have been refused');
} catch (ApiException $refused) {
    $problem = $refused->getResponseObject();
    echo "refused: {$problem->getStatus()} {$problem->getCode()} ",
        $problem->getErrors()[0]->getPointer(), "\n";
}

// 6. A map, asked for twice under one key and made once.
$wish = new NewMap([
    'name' => 'Peta ' . uuid(),
    'scheme' => 'bkn-411-2025',
    'as_of' => new DateTime('2026-01-01'),
]);
$key = uuid();
[$there] = $maps->createTalentMapWithHttpInfo($wish, $key);
[$again, , $headers] = $maps->createTalentMapWithHttpInfo($wish, $key);
$headers = array_change_key_case($headers);
$same = $there->getId() === $again->getId() ? 'true' : 'false';
echo "replayed: {$headers['idempotent-replayed'][0]} same: {$same}\n";
while (!in_array($there->getState(), [TalentMapState::DONE, TalentMapState::FAILED], true)) {
    usleep(200_000);
    $there = $maps->getTalentMap($there->getId());
}

// 7. Its nine boxes, and a score: text of four decimals, or null where there is none.
$box = $maps->getNineBox($there->getId());
$all = array_sum(array_map(fn ($one) => $one->getPeople(), $box->getBoxes())) + $box->getWithoutBox();
echo 'boxes: ', count($box->getBoxes()), " all: {$all}\n";
$placed = $maps->listPlacements($there->getId(), limit: 200)->getItems();
$scores = array_map(fn ($one) => $one->getPerformance(), $placed);
$score = current(array_filter($scores, is_string(...)));
$null = in_array(null, $scores, true) ? 'true' : 'false';
echo "score: {$score} null: {$null}\n";
