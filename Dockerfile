# The API and the operators' command line, for linux/amd64 and linux/arm64:
#
#     docker build --tag secureauth:local .
#     docker buildx build --platform linux/amd64,linux/arm64 --tag registry.example.com/secureauth:0.1.0 --push .
#
# What is in it and why: docs/decisions/0033-images-and-compose.md
ARG SDK_IMAGE=mcr.microsoft.com/dotnet/sdk:10.0
ARG RUNTIME_IMAGE=mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiselled

# Runs on the processor of this machine and compiles for that of the image, so nothing is emulated.
FROM --platform=$BUILDPLATFORM ${SDK_IMAGE} AS build
ARG TARGETARCH
ENV UseAspire=false DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 NUGET_XMLDOC_MODE=skip
WORKDIR /source

# The packages are a layer of their own, which changes only with these files.
COPY AheadOfTime.props Container.props Packaging.props Directory.Build.props Directory.Packages.props global.json nuget.config BannedSymbols.txt ./
COPY libraries/SecureAuth.Bcrypt/SecureAuth.Bcrypt.csproj libraries/SecureAuth.Bcrypt/
COPY libraries/SecureAuth.Telemetry/SecureAuth.Telemetry.csproj libraries/SecureAuth.Telemetry/
COPY SecureAuth.ServiceDefaults/SecureAuth.ServiceDefaults.csproj SecureAuth.ServiceDefaults/
COPY SecureAuth.Core/SecureAuth.Core.csproj SecureAuth.Core/
COPY SecureAuth.AdminCli/SecureAuth.AdminCli.csproj SecureAuth.AdminCli/
COPY SecureAuth.Api/SecureAuth.Api.csproj SecureAuth.Api/
RUN dotnet restore SecureAuth.Api --arch $TARGETARCH -p:_IsPublishing=true -p:Configuration=Release -p:WithCommandLine=true

COPY . .
ARG PUBLISH_OPTIONS=
ARG VERSION=0.1.0

RUN dotnet publish SecureAuth.Api --no-restore --arch $TARGETARCH --output /app -p:WithCommandLine=true $PUBLISH_OPTIONS \
 && deploy/image/notices /app $VERSION

FROM ${RUNTIME_IMAGE}
ARG VERSION=0.1.0
ARG REVISION=
LABEL org.opencontainers.image.title="SecureAuth" \
      org.opencontainers.image.description="A self-hosted authentication service" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION"
COPY --from=build /app /app
ENV PATH=/app:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    ASPNETCORE_HTTP_PORTS=8080 \
    DOTNET_RUNNING_IN_CONTAINER=true \
    DOTNET_EnableDiagnostics=0 \
    DOTNET_hostBuilder__reloadConfigOnChange=false
USER 1654:1654
WORKDIR /app
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --start-interval=1s --retries=3 CMD ["SecureAuth.Api", "--health"]
ENTRYPOINT ["SecureAuth.Api"]
