<?php
// Load every class of the client in talenta/; read a value that is none of its list; print how many.
require 'talenta/vendor/autoload.php';

set_error_handler(
    fn (int $level, string $words) => throw new ErrorException($words, 0, $level),
    E_ALL & ~E_DEPRECATED,
);
$lib = realpath('talenta/lib');
$loaded = 0;
foreach (new RecursiveIteratorIterator(new RecursiveDirectoryIterator($lib)) as $file) {
    if ($file->getExtension() === 'php') {
        require_once $file->getPathname();
        $loaded++;
    }
}
$later = Talenta\ObjectSerializer::deserialize('later', Talenta\Model\TalentMapState::class);
echo "{$later} {$loaded}\n";
