# The job that makes the secrets. Build context: the repository root.
FROM python:3.13-slim-bookworm
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=/opt/maru
COPY --chmod=0644 deploy/native/__init__.py deploy/native/secret_files.py /opt/maru/native/
COPY --chmod=0644 deploy/compose/__init__.py deploy/compose/share_secrets.py /opt/maru/compose/
# Root on purpose: it gives files to the users of the other containers (docker-compose.yml leaves it three capabilities).
USER 0:0
ENTRYPOINT ["python", "-m", "compose.share_secrets"]
CMD ["/volumes"]
