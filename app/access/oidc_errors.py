"""What can go wrong for a person who comes through a provider of identities."""

from app.core.errors import Forbidden, Unauthenticated, Unavailable
from app.core.words import Words


class ProviderUnavailable(Unavailable):
    """Nobody can tell whether the token is good. Clients with tokens of ours are not concerned."""

    code = "identity-provider-unavailable"
    title = Words("Penyedia identitas tidak terjangkau", "The identity provider is out of reach")
    detail = Words(
        "Token Anda belum dapat diperiksa karena penyedia identitas tidak menjawab. Coba lagi "
        "beberapa detik lagi.",
        "Your token cannot be checked while the identity provider does not answer. Try again in a "
        "few seconds.",
    )


class SignedInTooWeakly(Unauthenticated):
    """The token is good, but the person has to sign in again in a stronger way (RFC 9470)."""

    code = "signed-in-too-weakly"
    title = Words("Cara masuk kurang kuat", "Signed in too weakly")
    detail = Words(
        "Masuk lagi pada penyedia identitas dengan cara yang lebih kuat (`acr_values`: {acr}).",
        "Sign in again at the identity provider in a stronger way (`acr_values`: {acr}).",
    )

    def __init__(self, values: tuple[str, ...]) -> None:
        acr = " ".join(values)
        super().__init__(acr=acr)
        challenge = f'Bearer error="insufficient_user_authentication", acr_values="{acr}"'
        self.headers = {"WWW-Authenticate": challenge}


class NoAuthority(Forbidden):
    """The person is known and may do nothing here, yet."""

    code = "no-authority"
    title = Words("Anda belum diberi peran di sini", "You have no role here yet")
    detail = Words(
        "Anda dikenal sebagai {subject} dari {issuer}, tetapi belum diberi peran. Minta "
        "administrator memberikannya (POST /v1/memberships), lalu coba lagi.",
        "You are known as {subject} of {issuer} but were given no role. Ask an administrator for "
        "one (POST /v1/memberships), then try again.",
    )
    shown = ("issuer", "subject")


class AgencyUnclear(Forbidden):
    """The person may act in several agencies, and acts in one at a time."""

    code = "agency-unclear"
    title = Words("Sebut instansi tempat Anda bertindak", "Say in which agency you act")
    detail = Words(
        "Anda berperan di beberapa instansi. Sertakan tajuk `Talenta-Agency` dengan salah satu "
        "kode dalam `agencies`; `*` berarti semua instansi.",
        "You have roles in several agencies. Send the header `Talenta-Agency` with one of the "
        "codes in `agencies`; `*` means every agency.",
    )
    shown = ("agencies",)


class AgencyRefused(Forbidden):
    code = "agency-refused"
    title = Words("Anda tidak berperan di instansi itu", "You have no role in that agency")
    detail = Words(
        "Tajuk `Talenta-Agency` menyebut instansi tempat Anda tidak berperan; pilih salah satu "
        "kode dalam `agencies`.",
        "The header `Talenta-Agency` names an agency where you have no role; choose one of the "
        "codes in `agencies`.",
    )
    shown = ("agencies",)
