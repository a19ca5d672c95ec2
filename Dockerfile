# syntax=docker/dockerfile:1
# cpu, or cuda: predictions, evaluations and the features that heads learn from are computed on an NVIDIA GPU
ARG ACCELERATOR=cpu

FROM eclipse-temurin:17.0.16_8-jre-noble AS java

FROM maven:3.9.11-eclipse-temurin-17 AS build
ARG ACCELERATOR
WORKDIR /build
COPY .mvn .mvn
COPY pom.xml .
COPY src/main src/main
RUN --mount=type=cache,target=/root/.m2 \
    profile=$(if [ "$ACCELERATOR" = cuda ]; then echo -Pcuda; fi) && \
    mvn -B -q $profile -Dmaven.test.skip=true package && \
    java -Djarmode=tools -jar target/bubblegram-*.jar extract --layers --destination layers --application-filename bubblegram.jar

FROM java AS cpu

FROM nvidia/cuda:12.9.1-cudnn-runtime-ubuntu24.04 AS cuda
ENV JAVA_HOME=/opt/java/openjdk
ENV PATH=/opt/java/openjdk/bin:/usr/local/nvidia/bin:/usr/local/cuda/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
COPY --from=java /opt/java/openjdk /opt/java/openjdk

FROM ${ACCELERATOR} AS runtime
# whoever runs it needs no name, only rights on the volume; volumes made of the folder inherit them
RUN install -d -o 10001 -g 10001 -m 0750 /var/lib/bubblegram
WORKDIR /app
# what changes seldom first: a new version of the service moves a megabyte, not two hundred
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/spring-boot-loader/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./
# the engine unpacks its libraries into DJL_CACHE_DIR; beside the home only /tmp is written to
ENV BUBBLEGRAM_HOME=/var/lib/bubblegram
ENV DJL_CACHE_DIR=/var/lib/bubblegram/engine
ENV SERVER_ADDRESS=0.0.0.0
ENV JAVA_TOOL_OPTIONS="-Xmx1g -XX:+ExitOnOutOfMemoryError"
USER 10001:10001
VOLUME /var/lib/bubblegram
EXPOSE 8080
STOPSIGNAL SIGTERM
# the image has no curl
HEALTHCHECK --interval=10s --timeout=5s --start-period=120s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${SERVER_PORT:-8080} && printf 'GET /actuator/health/readiness HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [ \"$status\" = 200 ]"]
ENTRYPOINT ["java", "-jar", "bubblegram.jar"]
