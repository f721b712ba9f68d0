# The app alone, from the same lock as everywhere. Build: docker build -t orewatch .
FROM python:3.12-slim-bookworm

RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 10001 orewatch \
    && install -d -o orewatch -g orewatch /home/orewatch/.cache /work

WORKDIR /app
COPY requirements.txt ./
RUN pip install --no-cache-dir --require-hashes --requirement requirements.txt
COPY . .
RUN printf '/app\n' > "$(python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/orewatch.pth" \
    && printf '#!/bin/sh\nexec python -P -m analytics "$@"\n' > /usr/local/bin/orewatch \
    && chmod 755 /usr/local/bin/orewatch

USER orewatch
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8501/api/v1/health', timeout=4)"]
CMD ["streamlit", "run", "app.py", "--server.address=0.0.0.0", "--server.port=8501", "--server.headless=true"]
