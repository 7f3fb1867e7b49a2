# syntax=docker/dockerfile:1
FROM python:3.13-slim AS build
WORKDIR /srv
RUN python -m venv /opt/talenta
COPY requirements.lock ./
RUN /opt/talenta/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements.lock

FROM python:3.13-slim
RUN useradd --system --create-home --home-dir /var/lib/talenta talenta
WORKDIR /srv
COPY --from=build /opt/talenta /opt/talenta
COPY alembic.ini ./
COPY migrations ./migrations
COPY app ./app
ENV PATH=/opt/talenta/bin:$PATH \
    PYTHONPATH=/srv \
    PYTHONUNBUFFERED=1 \
    TALENTA_HOME=/var/lib/talenta \
    TALENTA_HOST=0.0.0.0
USER talenta
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/health/live', timeout=2)"]
ENTRYPOINT ["python", "-m", "app"]
CMD ["serve"]
