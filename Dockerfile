# syntax=docker/dockerfile:1
ARG PYTHON=3.13

FROM docker.io/library/python:${PYTHON}-slim AS environment
COPY requirements.txt /tmp/
RUN python -m venv /srv/app/venv \
 && /srv/app/venv/bin/python -m pip install --no-cache-dir --disable-pip-version-check \
      --no-deps --require-hashes -r /tmp/requirements.txt \
 && /srv/app/venv/bin/python -m pip uninstall --yes --quiet pip
# What is never read here: tests, languages the interface does not speak, dictionaries of other
# languages than the stems ask for, files for compilers, and an API browser that is not served.
WORKDIR /srv/app/venv/lib
RUN find . -type d \( -name tests -o -path '*/numpy/testing' \) -prune -exec rm -r {} + \
 && find . -name '*.pyi' -delete \
 && find . -path '*/django/*/locale/*' -prune -type d ! -name en ! -name id -exec rm -r {} + \
 && find . -path '*/django/*' \( -name '*.po' -o -path '*/gis/static/*' \) -delete \
 && find . -name '*.plzma' ! -name id.plzma ! -name ms.plzma ! -name en.plzma -delete \
 && find . \( -path '*/ninja/static' -o -path '*/numpy/f2py' -o -path '*/numpy/distutils' \) -prune -exec rm -r {} +

FROM docker.io/library/python:${PYTHON}-slim
ENV PATH=/srv/app/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HOME=/tmp \
    LOGS=json \
    DATA_DIR=/srv/app/data \
    STATIC_ROOT=/srv/app/collected
WORKDIR /srv/app
COPY --from=environment /srv/app/venv venv
COPY manage.py ./
COPY archive archive
COPY templates templates
COPY static static
COPY seeds seeds
# The key lives as long as this line, and its folder too: nothing secret gets into the image.
# The data folder belongs to group 0, which any user without an entry in passwd is a member of.
RUN DATA_DIR=/tmp/build SECRET_KEY=$(python -c 'import secrets; print(secrets.token_urlsafe(50))') \
      python manage.py collectstatic --no-input --verbosity 0 \
 && rm -rf /tmp/build \
 && python -m compileall -q archive \
 && mkdir data && chown 10001:0 data && chmod 0770 data
USER 10001
VOLUME /srv/app/data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["python", "manage.py", "serve", "--bind", "0.0.0.0:8000"]
