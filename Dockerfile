# Manajemen Talenta ASN. Build: docker build -t talenta .
# The image holds no secret: addresses and keys come from the environment (docs/operations.md).

FROM python:3.13-slim AS build

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
RUN python -m venv /opt/venv
WORKDIR /opt/talenta

# Dependencies first: this layer changes only with the lock. Wheels only, each with its hash.
COPY requirements.lock requirements-dev.lock ./
RUN sed -n '/^setuptools==/,/sha256:[0-9a-f]*$/p' requirements-dev.lock > build.lock \
    && /opt/venv/bin/pip install --require-hashes --only-binary :all: -r requirements.lock \
    && /opt/venv/bin/pip install --require-hashes --only-binary :all: -r build.lock

# The package is installed where it stays, because its migrations lie beside it.
COPY pyproject.toml requirements.in alembic.ini ./
COPY migrations ./migrations
COPY app ./app
RUN /opt/venv/bin/pip install --no-deps --no-build-isolation --no-index -e . \
    && /opt/venv/bin/pip uninstall --yes setuptools \
    && rm requirements-dev.lock build.lock \
    && /opt/venv/bin/python -m compileall -q app migrations


FROM python:3.13-slim

LABEL org.opencontainers.image.title="Manajemen Talenta ASN" \
      org.opencontainers.image.description="Measured, transparent and verifiable careers of civil servants"

RUN groupadd --system --gid 10001 talenta \
    && useradd --system --uid 10001 --gid talenta --no-create-home --shell /usr/sbin/nologin talenta \
    && install --directory --owner talenta --group talenta --mode 0700 /var/lib/talenta

COPY --from=build /opt/venv /opt/venv
COPY --from=build /opt/talenta /opt/talenta

ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    TALENTA_HOME=/var/lib/talenta \
    TALENTA_HOST=0.0.0.0 \
    TALENTA_PORT=8000

WORKDIR /opt/talenta
USER talenta
VOLUME /var/lib/talenta
EXPOSE 8000
STOPSIGNAL SIGTERM

HEALTHCHECK --interval=10s --timeout=4s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen('http://127.0.0.1:' + os.environ['TALENTA_PORT'] + '/health/live', timeout=3)"]

ENTRYPOINT ["talenta"]
CMD ["serve"]
