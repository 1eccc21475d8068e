# The service and its command line: `docker run … sms-service` serves, `docker run … sms-service simulator` and the like run one command.
FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json ./
COPY src src
COPY docs/openapi.yaml docs/openapi.yaml
RUN npm run build && npm prune --omit=dev

FROM node:20-bookworm-slim
# Refuses every stand-in and every missing secret; a laptop's compose file says otherwise.
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
# The pages' style sheets.
COPY src/web src/web
COPY templates templates
COPY data data
COPY docs/openapi.yaml docs/openapi.yaml
USER node
EXPOSE 8080
# Liveness: a service that is not ready (its broker is away, say) is not helped by a restart.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.HTTP_PORT || 8080}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# No shell and no npm in between: SIGTERM reaches the service.
# A young generation of 32 MiB in place of 16: what a text allocates dies in it, and less of it is copied (docs/benchmarks.md).
ENTRYPOINT ["node", "--max-semi-space-size=32", "--heap-growing-percent=100", "dist/main.js"]
CMD ["serve"]
