"""What can go wrong when results are sent to SIASN."""

from http import HTTPStatus

from app.core.errors import Conflict, Problem
from app.core.words import Words


class SiasnNotConfigured(Conflict):
    code = "siasn-not-configured"
    title = Words("SIASN belum diatur", "SIASN is not configured")
    detail = Words(
        "Isi SIASN_URL, SIASN_APIM_TOKEN dan SIASN_SSO_TOKEN (atau ..._FILE), lalu ulangi.",
        "Set SIASN_URL, SIASN_APIM_TOKEN and SIASN_SSO_TOKEN (or …_FILE), then repeat.",
    )


class MapNotPublished(Conflict):
    code = "map-not-published"
    title = Words("Peta belum diumumkan", "The map is not published")
    detail = Words(
        "Hanya hasil peta yang sudah diumumkan yang dikirim; umumkan dahulu peta {name}.",
        "Only the results of a published map are sent; publish the map {name} first.",
    )


class TokensRefused(Problem):
    status = HTTPStatus.BAD_GATEWAY
    code = "siasn-tokens-refused"
    title = Words("SIASN menolak token", "SIASN refuses the tokens")
    detail = Words(
        "SIASN menjawab {status}; perbarui token APIM dan SSO, lalu lanjutkan dengan perintah yang"
        " sama.",
        "SIASN answered {status}; renew the tokens of APIM and SSO, then go on with the same"
        " command.",
    )


class SiasnAway(Problem):
    status = HTTPStatus.BAD_GATEWAY
    code = "siasn-away"
    title = Words("SIASN tidak menjawab", "SIASN does not answer")
    detail = Words(
        "Beberapa kiriman berturut-turut tidak dijawab ({message}); lanjutkan nanti dengan perintah"
        " yang sama.",
        "Several in a row had no answer ({message}); go on later with the same command.",
    )
