"""What can go wrong with webhooks."""

from app.core.errors import Conflict, InvalidRequest, NotFound
from app.core.words import Words


class WebhookNotFound(NotFound):
    code = "webhook-not-found"
    title = Words("Webhook tidak ditemukan", "Webhook not found")
    detail = Words(
        "Tidak ada webhook {id}, atau Anda tidak berwenang melihatnya.",
        "There is no webhook {id}, or you may not see it.",
    )


class DeliveryNotFound(NotFound):
    code = "delivery-not-found"
    title = Words("Kiriman tidak ditemukan", "Delivery not found")
    detail = Words("Webhook ini tidak punya kiriman {id}.", "This webhook has no delivery {id}.")


class WebhookInvalid(InvalidRequest):
    code = "webhook-invalid"
    title = Words("Webhook tidak sah", "The webhook is not valid")


class WebhookDisabled(Conflict):
    code = "webhook-disabled"
    title = Words("Webhook dinonaktifkan", "The webhook is disabled")
    detail = Words(
        "Aktifkan lagi dengan PATCH `enabled: true`, lalu coba lagi.",
        "Enable it again with PATCH `enabled: true`, then try again.",
    )


class SecretsInRotation(Conflict):
    code = "secrets-in-rotation"
    title = Words("Penggantian rahasia belum selesai", "A rotation is not finished yet")
    detail = Words(
        "Dua rahasia masih berlaku; rahasia lama berakhir {expires_at}.",
        "Two secrets are live; the older one ends at {expires_at}.",
    )


REFUSED = {
    "url-invalid": Words(
        "Sebut alamat lengkap seperti https://simpeg.example.go.id/kait.",
        "Give a full address like https://simpeg.example.go.id/hook.",
    ),
    "url-has-credentials": Words(
        "Alamat tidak boleh memuat nama pengguna atau kata sandi.",
        "The address must not hold a user name or password.",
    ),
    "url-not-https": Words("Alamat harus https.", "The address must be https."),
    "address-not-public": Words(
        "Alamat itu bukan alamat publik; kiriman ke jaringan sendiri perlu"
        " WEBHOOK_PRIVATE_TARGETS=true.",
        "That is not a public address; messages into one's own network need"
        " WEBHOOK_PRIVATE_TARGETS=true.",
    ),
    "host-unknown": Words("Nama itu tidak dikenal.", "That host is not known."),
    "event-unknown": Words(
        "Tidak ada peristiwa seperti itu; contoh: `*`, `talent_map.*`, `talent_map.calculated`.",
        "There is no such event; examples: `*`, `talent_map.*`, `talent_map.calculated`.",
    ),
}
