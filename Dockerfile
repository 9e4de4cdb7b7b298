# Sluice on slim Debian with Temurin 25, as an unprivileged user. The steps are scripts, which also run without Docker.
FROM eclipse-temurin:25-jdk AS build
COPY scripts/install-build-tools /usr/local/bin/
RUN install-build-tools
WORKDIR /src
COPY . .
RUN scripts/build

FROM eclipse-temurin:25-jre AS java

FROM debian:bookworm-slim
COPY --from=java /opt/java/openjdk /opt/java/openjdk
COPY scripts/install-runtime /usr/local/bin/
RUN install-runtime && rm /usr/local/bin/install-runtime
COPY --from=build /src/server/target/sluice /opt/sluice
ENV JAVA_HOME=/opt/java/openjdk PATH=/opt/sluice/bin:/opt/java/openjdk/bin:$PATH SLUICE_DATA_DIR=/var/lib/sluice
USER sluice
VOLUME /var/lib/sluice
EXPOSE 1935 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["sluice", "healthcheck"]
ENTRYPOINT ["sluice"]
