/*! @secureauth/client, MIT. Contains openapi-fetch, MIT, (c) Drew Powers and contributors. */

// node_modules/openapi-fetch/dist/index.mjs
var PATH_PARAM_RE = /\{[^{}]+\}/g;
var supportsRequestInitExt = () => {
  return typeof process === "object" && Number.parseInt(process?.versions?.node?.substring(0, 2)) >= 18 && process.versions.undici;
};
function randomID() {
  return Math.random().toString(36).slice(2, 11);
}
function createClient(clientOptions) {
  let {
    baseUrl = "",
    Request: CustomRequest = globalThis.Request,
    fetch: baseFetch = globalThis.fetch,
    querySerializer: globalQuerySerializer,
    bodySerializer: globalBodySerializer,
    pathSerializer: globalPathSerializer,
    headers: baseHeaders,
    requestInitExt = void 0,
    ...baseOptions
  } = { ...clientOptions };
  requestInitExt = supportsRequestInitExt() ? requestInitExt : void 0;
  baseUrl = removeTrailingSlash(baseUrl);
  const globalMiddlewares = [];
  async function coreFetch(schemaPath, fetchOptions) {
    const {
      baseUrl: localBaseUrl,
      fetch = baseFetch,
      Request: Request2 = CustomRequest,
      headers,
      params = {},
      parseAs = "json",
      querySerializer: requestQuerySerializer,
      bodySerializer = globalBodySerializer ?? defaultBodySerializer,
      pathSerializer: requestPathSerializer,
      body,
      middleware: requestMiddlewares = [],
      ...init
    } = fetchOptions || {};
    let finalBaseUrl = baseUrl;
    if (localBaseUrl) {
      finalBaseUrl = removeTrailingSlash(localBaseUrl) ?? baseUrl;
    }
    let querySerializer = typeof globalQuerySerializer === "function" ? globalQuerySerializer : createQuerySerializer(globalQuerySerializer);
    if (requestQuerySerializer) {
      querySerializer = typeof requestQuerySerializer === "function" ? requestQuerySerializer : createQuerySerializer({
        ...typeof globalQuerySerializer === "object" ? globalQuerySerializer : {},
        ...requestQuerySerializer
      });
    }
    const pathSerializer = requestPathSerializer || globalPathSerializer || defaultPathSerializer;
    const serializedBody = body === void 0 ? void 0 : bodySerializer(
      body,
      // Note: we declare mergeHeaders() both here and below because it’s a bit of a chicken-or-egg situation:
      // bodySerializer() needs all headers so we aren’t dropping ones set by the user, however,
      // the result of this ALSO sets the lowest-priority content-type header. So we re-merge below,
      // setting the content-type at the very beginning to be overwritten.
      // Lastly, based on the way headers work, it’s not a simple “present-or-not” check becauase null intentionally un-sets headers.
      mergeHeaders(baseHeaders, headers, params.header)
    );
    const finalHeaders = mergeHeaders(
      // with no body, we should not to set Content-Type
      serializedBody === void 0 || // if serialized body is FormData; browser will correctly set Content-Type & boundary expression
      serializedBody instanceof FormData ? {} : {
        "Content-Type": "application/json"
      },
      baseHeaders,
      headers,
      params.header
    );
    const finalMiddlewares = [...globalMiddlewares, ...requestMiddlewares];
    const requestInit = {
      redirect: "follow",
      ...baseOptions,
      ...init,
      body: serializedBody,
      headers: finalHeaders
    };
    let id;
    let options;
    let request = new Request2(
      createFinalURL(schemaPath, { baseUrl: finalBaseUrl, params, querySerializer, pathSerializer }),
      requestInit
    );
    let response;
    for (const key in init) {
      if (!(key in request)) {
        request[key] = init[key];
      }
    }
    if (finalMiddlewares.length) {
      id = randomID();
      options = Object.freeze({
        baseUrl: finalBaseUrl,
        fetch,
        parseAs,
        querySerializer,
        bodySerializer,
        pathSerializer
      });
      for (const m of finalMiddlewares) {
        if (m && typeof m === "object" && typeof m.onRequest === "function") {
          const result = await m.onRequest({
            request,
            schemaPath,
            params,
            options,
            id
          });
          if (result) {
            if (result instanceof Request2) {
              request = result;
            } else if (result instanceof Response) {
              response = result;
              break;
            } else {
              throw new Error("onRequest: must return new Request() or Response() when modifying the request");
            }
          }
        }
      }
    }
    if (!response) {
      try {
        response = await fetch(request, requestInitExt);
      } catch (error2) {
        let errorAfterMiddleware = error2;
        if (finalMiddlewares.length) {
          for (let i = finalMiddlewares.length - 1; i >= 0; i--) {
            const m = finalMiddlewares[i];
            if (m && typeof m === "object" && typeof m.onError === "function") {
              const result = await m.onError({
                request,
                error: errorAfterMiddleware,
                schemaPath,
                params,
                options,
                id
              });
              if (result) {
                if (result instanceof Response) {
                  errorAfterMiddleware = void 0;
                  response = result;
                  break;
                }
                if (result instanceof Error) {
                  errorAfterMiddleware = result;
                  continue;
                }
                throw new Error("onError: must return new Response() or instance of Error");
              }
            }
          }
        }
        if (errorAfterMiddleware) {
          throw errorAfterMiddleware;
        }
      }
      if (finalMiddlewares.length) {
        for (let i = finalMiddlewares.length - 1; i >= 0; i--) {
          const m = finalMiddlewares[i];
          if (m && typeof m === "object" && typeof m.onResponse === "function") {
            const result = await m.onResponse({
              request,
              response,
              schemaPath,
              params,
              options,
              id
            });
            if (result) {
              if (!(result instanceof Response)) {
                throw new Error("onResponse: must return new Response() when modifying the response");
              }
              response = result;
            }
          }
        }
      }
    }
    const contentLength = response.headers.get("Content-Length");
    if (response.status === 204 || request.method === "HEAD" || contentLength === "0" && !response.headers.get("Transfer-Encoding")?.includes("chunked")) {
      return response.ok ? { data: void 0, response } : { error: void 0, response };
    }
    if (response.ok) {
      const getResponseData = async () => {
        if (parseAs === "stream") {
          return response.body;
        }
        if (parseAs === "json" && !contentLength) {
          const raw = await response.text();
          return raw ? JSON.parse(raw) : void 0;
        }
        return await response[parseAs]();
      };
      return { data: await getResponseData(), response };
    }
    let error = await response.text();
    try {
      error = JSON.parse(error);
    } catch {
    }
    return { error, response };
  }
  return {
    request(method, url, init) {
      return coreFetch(url, { ...init, method: method.toUpperCase() });
    },
    /** Call a GET endpoint */
    GET(url, init) {
      return coreFetch(url, { ...init, method: "GET" });
    },
    /** Call a PUT endpoint */
    PUT(url, init) {
      return coreFetch(url, { ...init, method: "PUT" });
    },
    /** Call a POST endpoint */
    POST(url, init) {
      return coreFetch(url, { ...init, method: "POST" });
    },
    /** Call a DELETE endpoint */
    DELETE(url, init) {
      return coreFetch(url, { ...init, method: "DELETE" });
    },
    /** Call a OPTIONS endpoint */
    OPTIONS(url, init) {
      return coreFetch(url, { ...init, method: "OPTIONS" });
    },
    /** Call a HEAD endpoint */
    HEAD(url, init) {
      return coreFetch(url, { ...init, method: "HEAD" });
    },
    /** Call a PATCH endpoint */
    PATCH(url, init) {
      return coreFetch(url, { ...init, method: "PATCH" });
    },
    /** Call a TRACE endpoint */
    TRACE(url, init) {
      return coreFetch(url, { ...init, method: "TRACE" });
    },
    /** Register middleware */
    use(...middleware) {
      for (const m of middleware) {
        if (!m) {
          continue;
        }
        if (typeof m !== "object" || !("onRequest" in m || "onResponse" in m || "onError" in m)) {
          throw new Error("Middleware must be an object with one of `onRequest()`, `onResponse() or `onError()`");
        }
        globalMiddlewares.push(m);
      }
    },
    /** Unregister middleware */
    eject(...middleware) {
      for (const m of middleware) {
        const i = globalMiddlewares.indexOf(m);
        if (i !== -1) {
          globalMiddlewares.splice(i, 1);
        }
      }
    }
  };
}
function serializePrimitiveParam(name, value, options) {
  if (value === void 0 || value === null) {
    return "";
  }
  if (typeof value === "object") {
    throw new Error(
      "Deeply-nested arrays/objects aren\u2019t supported. Provide your own `querySerializer()` to handle these."
    );
  }
  return `${name}=${options?.allowReserved === true ? value : encodeURIComponent(value)}`;
}
function serializeObjectParam(name, value, options) {
  if (!value || typeof value !== "object") {
    return "";
  }
  const values = [];
  const joiner = {
    simple: ",",
    label: ".",
    matrix: ";"
  }[options.style] || "&";
  if (options.style !== "deepObject" && options.explode === false) {
    for (const k in value) {
      values.push(k, options.allowReserved === true ? value[k] : encodeURIComponent(value[k]));
    }
    const final2 = values.join(",");
    switch (options.style) {
      case "form": {
        return `${name}=${final2}`;
      }
      case "label": {
        return `.${final2}`;
      }
      case "matrix": {
        return `;${name}=${final2}`;
      }
      default: {
        return final2;
      }
    }
  }
  for (const k in value) {
    const finalName = options.style === "deepObject" ? `${name}[${k}]` : k;
    values.push(serializePrimitiveParam(finalName, value[k], options));
  }
  const final = values.join(joiner);
  return options.style === "label" || options.style === "matrix" ? `${joiner}${final}` : final;
}
function serializeArrayParam(name, value, options) {
  if (!Array.isArray(value)) {
    return "";
  }
  if (options.explode === false) {
    const joiner2 = { form: ",", spaceDelimited: "%20", pipeDelimited: "|" }[options.style] || ",";
    const final = (options.allowReserved === true ? value : value.map((v) => encodeURIComponent(v))).join(joiner2);
    switch (options.style) {
      case "simple": {
        return final;
      }
      case "label": {
        return `.${final}`;
      }
      case "matrix": {
        return `;${name}=${final}`;
      }
      // case "spaceDelimited":
      // case "pipeDelimited":
      default: {
        return `${name}=${final}`;
      }
    }
  }
  const joiner = { simple: ",", label: ".", matrix: ";" }[options.style] || "&";
  const values = [];
  for (const v of value) {
    if (options.style === "simple" || options.style === "label") {
      values.push(options.allowReserved === true ? v : encodeURIComponent(v));
    } else {
      values.push(serializePrimitiveParam(name, v, options));
    }
  }
  return options.style === "label" || options.style === "matrix" ? `${joiner}${values.join(joiner)}` : values.join(joiner);
}
function createQuerySerializer(options) {
  return function querySerializer(queryParams) {
    const search = [];
    if (queryParams && typeof queryParams === "object") {
      for (const name in queryParams) {
        const value = queryParams[name];
        if (value === void 0 || value === null) {
          continue;
        }
        if (Array.isArray(value)) {
          if (value.length === 0) {
            continue;
          }
          search.push(
            serializeArrayParam(name, value, {
              style: "form",
              explode: true,
              ...options?.array,
              allowReserved: options?.allowReserved || false
            })
          );
          continue;
        }
        if (typeof value === "object") {
          search.push(
            serializeObjectParam(name, value, {
              style: "deepObject",
              explode: true,
              ...options?.object,
              allowReserved: options?.allowReserved || false
            })
          );
          continue;
        }
        search.push(serializePrimitiveParam(name, value, options));
      }
    }
    return search.join("&");
  };
}
function defaultPathSerializer(pathname, pathParams) {
  let nextURL = pathname;
  for (const match of pathname.match(PATH_PARAM_RE) ?? []) {
    let name = match.substring(1, match.length - 1);
    let explode = false;
    let style = "simple";
    if (name.endsWith("*")) {
      explode = true;
      name = name.substring(0, name.length - 1);
    }
    if (name.startsWith(".")) {
      style = "label";
      name = name.substring(1);
    } else if (name.startsWith(";")) {
      style = "matrix";
      name = name.substring(1);
    }
    if (!pathParams || pathParams[name] === void 0 || pathParams[name] === null) {
      continue;
    }
    const value = pathParams[name];
    if (Array.isArray(value)) {
      nextURL = nextURL.replace(match, serializeArrayParam(name, value, { style, explode }));
      continue;
    }
    if (typeof value === "object") {
      nextURL = nextURL.replace(match, serializeObjectParam(name, value, { style, explode }));
      continue;
    }
    if (style === "matrix") {
      nextURL = nextURL.replace(match, `;${serializePrimitiveParam(name, value)}`);
      continue;
    }
    nextURL = nextURL.replace(match, style === "label" ? `.${encodeURIComponent(value)}` : encodeURIComponent(value));
  }
  return nextURL;
}
function defaultBodySerializer(body, headers) {
  if (body instanceof FormData) {
    return body;
  }
  if (headers) {
    const contentType = headers.get instanceof Function ? headers.get("Content-Type") ?? headers.get("content-type") : headers["Content-Type"] ?? headers["content-type"];
    if (contentType === "application/x-www-form-urlencoded") {
      return new URLSearchParams(body).toString();
    }
  }
  return JSON.stringify(body);
}
function createFinalURL(pathname, options) {
  let finalURL = `${options.baseUrl}${pathname}`;
  if (options.params?.path) {
    finalURL = options.pathSerializer(finalURL, options.params.path);
  }
  let search = options.querySerializer(options.params.query ?? {});
  if (search.startsWith("?")) {
    search = search.substring(1);
  }
  if (search) {
    finalURL += `?${search}`;
  }
  return finalURL;
}
function mergeHeaders(...allHeaders) {
  const finalHeaders = new Headers();
  for (const h of allHeaders) {
    if (!h || typeof h !== "object") {
      continue;
    }
    const iterator = h instanceof Headers ? h.entries() : Object.entries(h);
    for (const [k, v] of iterator) {
      if (v === null) {
        finalHeaders.delete(k);
      } else if (Array.isArray(v)) {
        for (const v2 of v) {
          finalHeaders.append(k, v2);
        }
      } else if (v !== void 0) {
        finalHeaders.set(k, v);
      }
    }
  }
  return finalHeaders;
}
function removeTrailingSlash(url) {
  if (url.endsWith("/")) {
    return url.substring(0, url.length - 1);
  }
  return url;
}

// dist/operations.js
var operationTable = {
  addPasskey: ["post", "/api/v1/users/me/passkeys", true],
  changeEmail: ["post", "/api/v1/users/me/email", true],
  changePassword: ["post", "/api/v1/users/me/password", true],
  deleteMe: ["delete", "/api/v1/users/me", true],
  disableTotp: ["post", "/api/v1/users/me/2fa/disable", true],
  endOtherSessions: ["delete", "/api/v1/users/me/sessions", true],
  endSession: ["delete", "/api/v1/users/me/sessions/{id}", true],
  exportMe: ["get", "/api/v1/users/me/export", true],
  forgotPassword: ["post", "/api/v1/auth/password/forgot", false],
  getMe: ["get", "/api/v1/users/me", true],
  getOpenIdConfiguration: ["get", "/.well-known/openid-configuration", false],
  getPasskeyCreationOptions: ["post", "/api/v1/users/me/passkeys/options", true],
  getPasskeyLoginOptions: ["post", "/api/v1/auth/passkeys/options", false],
  getRelatedOrigins: ["get", "/.well-known/webauthn", false],
  getSigningKeys: ["get", "/.well-known/jwks.json", false],
  listActivity: ["get", "/api/v1/users/me/activity", true],
  listPasskeys: ["get", "/api/v1/users/me/passkeys", true],
  listSessions: ["get", "/api/v1/users/me/sessions", true],
  login: ["post", "/api/v1/auth/login", false],
  loginSecondFactor: ["post", "/api/v1/auth/login/2fa", false],
  loginWithPasskey: ["post", "/api/v1/auth/passkeys", false],
  logout: ["post", "/api/v1/auth/logout", false],
  reauthenticate: ["post", "/api/v1/auth/reauthenticate", true],
  refresh: ["post", "/api/v1/auth/refresh", false],
  register: ["post", "/api/v1/auth/register", false],
  removePasskey: ["delete", "/api/v1/users/me/passkeys/{id}", true],
  removePassword: ["delete", "/api/v1/users/me/password", true],
  renamePasskey: ["patch", "/api/v1/users/me/passkeys/{id}", true],
  renewRecoveryCodes: ["post", "/api/v1/users/me/2fa/recovery-codes", true],
  resendVerification: ["post", "/api/v1/auth/email/resend", false],
  resetPassword: ["post", "/api/v1/auth/password/reset", false],
  restoreEmail: ["post", "/api/v1/auth/email/restore", false],
  setUpTotp: ["post", "/api/v1/users/me/2fa/setup", true],
  updateMe: ["patch", "/api/v1/users/me", true],
  verifyEmail: ["post", "/api/v1/auth/email/verify", false],
  verifyTotp: ["post", "/api/v1/users/me/2fa/verify", true]
};

// dist/api.js
var managed = [
  "login",
  "loginSecondFactor",
  "loginWithPasskey",
  "getPasskeyLoginOptions",
  "refresh",
  "logout",
  "reauthenticate"
];
function createApi(clients) {
  const offered = Object.entries(operationTable).filter(([id]) => !managed.includes(id));
  const entries = offered.map(([id, [method, path, needsToken]]) => {
    const request = (needsToken ? clients.signedIn : clients.anonymous).request;
    const call = async ({ path: pathParameters, query, body, ...options } = {}) => {
      const { data } = await request(method, path, { params: { path: pathParameters, query }, body, ...initOf(options) });
      return data;
    };
    return [id, call];
  });
  return Object.freeze(Object.fromEntries(entries));
}
function initOf({ signal, requestId }) {
  return {
    ...signal && { signal },
    ...requestId !== void 0 && { headers: { "X-Request-Id": requestId } }
  };
}

// dist/errors.js
var SecureAuthError = class extends Error {
};
var ProblemError = class extends SecureAuthError {
  name = "ProblemError";
  code;
  status;
  title;
  requestId;
  /** The invalid fields, with the reasons for each. */
  fields;
  /** How many seconds to wait before a retry, where waiting helps. */
  retryAfter;
  constructor(problem, answer) {
    super(problem.detail);
    this.code = problem.code;
    this.status = answer.status;
    this.title = problem.title;
    this.requestId = problem.request_id ?? requestIdOf(answer);
    this.fields = problem.errors ?? {};
    this.retryAfter = retryAfterOf(answer);
  }
};
var UnexpectedAnswerError = class extends SecureAuthError {
  name = "UnexpectedAnswerError";
  status;
  requestId;
  retryAfter;
  constructor(answer) {
    super(`The answer has the status ${answer.status} and is not one of the API.`);
    this.status = answer.status;
    this.requestId = requestIdOf(answer);
    this.retryAfter = retryAfterOf(answer);
  }
};
var ConnectionError = class extends SecureAuthError {
  name = "ConnectionError";
  constructor(cause) {
    super("There was no answer.", { cause });
  }
};
var SessionEndedError = class extends SecureAuthError {
  name = "SessionEndedError";
  reason;
  requestId;
  constructor(reason, requestId = null) {
    super(reason === "signed_out" ? "Nobody is signed in." : `The session has ended: ${reason}.`);
    this.reason = reason;
    this.requestId = requestId;
  }
};
function requestIdOf(answer) {
  return answer.headers.get("x-request-id");
}
async function errorOf(answer) {
  const type = answer.headers.get("content-type") ?? "";
  if (!/^application\/problem\+json\b/i.test(type)) {
    await answer.body?.cancel();
    return new UnexpectedAnswerError(answer);
  }
  const problem = await answer.json().catch(() => null);
  return isProblem(problem) ? new ProblemError(problem, answer) : new UnexpectedAnswerError(answer);
}
function isProblem(value) {
  return typeof value === "object" && value !== null && typeof value.code === "string";
}
function retryAfterOf(answer) {
  const value = answer.headers.get("retry-after")?.trim();
  if (!value)
    return null;
  const seconds = /^\d+$/.test(value) ? Number(value) : Math.ceil((Date.parse(value) - Date.now()) / 1e3);
  return Number.isFinite(seconds) ? Math.max(0, seconds) : null;
}

// dist/passkeys.js
function passkeysArePossible() {
  return typeof globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON === "function";
}
async function getPasskey(options, signal) {
  const { challenge_token, ...request } = options;
  const publicKey = methods().parseRequestOptionsFromJSON(request);
  return { challenge_token, credential: toJson(await navigator.credentials.get({ publicKey, ...signal && { signal } })) };
}
async function createPasskey(options, signal) {
  const { challenge_token, ...request } = options;
  const publicKey = methods().parseCreationOptionsFromJSON(request);
  return { challenge_token, credential: toJson(await navigator.credentials.create({ publicKey, ...signal && { signal } })) };
}
function methods() {
  if (!passkeysArePossible())
    throw new TypeError("This platform has no passkeys.");
  return globalThis.PublicKeyCredential;
}
function toJson(credential) {
  if (credential === null)
    throw new DOMException("No passkey was chosen.", "NotAllowedError");
  return credential.toJSON();
}

// dist/waiting.js
function sleep(milliseconds, signal) {
  return untilAborted(new Promise((done) => setTimeout(done, milliseconds)), signal);
}
function untilAborted(work, signal) {
  if (!signal)
    return work;
  return new Promise((done, fail) => {
    const abort = () => fail(signal.reason);
    if (signal.aborted) {
      work.catch(() => {
      });
      abort();
      return;
    }
    signal.addEventListener("abort", abort, { once: true });
    work.then(done, fail).finally(() => signal.removeEventListener("abort", abort));
  });
}

// dist/session.js
var refreshWindow = 8e3;
var refreshTimeout = 4e3;
var SessionKeeper = class {
  #store;
  #exchange;
  #margin;
  #onEnd;
  #refreshing = null;
  #abandoned = new AbortController();
  #last = Promise.resolve();
  constructor(options) {
    this.#store = options.store;
    this.#exchange = options.exchange;
    this.#margin = options.margin;
    this.#onEnd = options.onEnd;
  }
  async info() {
    const session = await this.#read();
    return session && { sessionId: session.sessionId, expiresAt: new Date(session.refreshExpiresAt) };
  }
  /** Replaces whatever session there was. */
  async begin(pair) {
    this.#abandon();
    await this.#exclusively(async () => {
      await this.#write(this.#toSession(pair));
      if (pair.device_token)
        await this.#store.set("device", pair.device_token);
    });
  }
  /** Uses an access token of the same session that has a fresh authentication time. */
  async useFresh(accessToken, expiresIn) {
    await this.#exclusively(async () => {
      const session = await this.#read();
      if (session)
        await this.#write({ ...session, accessToken, ...this.#times(expiresIn) });
    });
  }
  /** Forgets the session, and returns its refresh token so that the server can be told. A refresh under way comes to nothing. */
  async forget() {
    this.#abandon();
    return this.#exclusively(async () => {
      const session = await this.#read();
      await this.#store.set("session", null);
      return session?.refreshToken ?? null;
    });
  }
  /** An access token that is valid for a while. */
  async accessToken(signal) {
    const session = await this.#require();
    if (Date.now() < session.refreshFrom)
      return session.accessToken;
    try {
      return (await this.#refresh(session.accessToken, signal)).accessToken;
    } catch (error) {
      if (Date.now() < session.accessExpiresAt && isOutage(error))
        return session.accessToken;
      throw error;
    }
  }
  /** An access token in place of one that a server has refused. Another caller may have got it already. */
  async replace(refused, signal) {
    const session = await this.#require();
    return session.accessToken === refused ? (await this.#refresh(refused, signal)).accessToken : this.accessToken(signal);
  }
  /** All callers wait for one refresh. A caller that gives up does not end it for the others. */
  #refresh(replaced, signal) {
    this.#refreshing ??= this.#exclusively(() => this.#rotate(replaced)).finally(() => {
      this.#refreshing = null;
    });
    return untilAborted(this.#refreshing, signal);
  }
  async #rotate(replaced) {
    const abandoned = this.#abandoned.signal;
    const session = await this.#require();
    if (session.accessToken !== replaced && session.accessExpiresAt > Date.now())
      return session;
    const pair = await this.#exchangeWithin(session, abandoned);
    const held = await this.#read();
    if (abandoned.aborted || held === null)
      throw new SessionEndedError("signed_out");
    if (held.refreshToken !== session.refreshToken)
      return held;
    if (pair instanceof SessionEndedError) {
      await this.#store.set("session", null);
      this.#onEnd?.(pair.reason);
      throw pair;
    }
    const next = this.#toSession(pair);
    await this.#write(next);
    return next;
  }
  /** Repeats the exchange while its answer is lost, for as long as the server gives the same answer again. */
  async #exchangeWithin(session, abandoned) {
    const giveUp = Date.now() + refreshWindow;
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.#exchange(session.refreshToken, abandoned, Math.min(refreshTimeout, giveUp - Date.now()));
      } catch (error) {
        if (abandoned.aborted)
          return new SessionEndedError("signed_out");
        if (error instanceof ProblemError && error.status === 401) {
          return new SessionEndedError(error.code === "refresh_token_reused" ? error.code : "invalid_refresh_token", error.requestId);
        }
        if (!isOutage(error))
          throw error;
        const delay = error instanceof ConnectionError ? 100 * 2 ** attempt : (error.retryAfter ?? 2 ** attempt) * 1e3;
        if (Date.now() + delay >= giveUp)
          throw error;
        await sleep(delay, abandoned).catch(() => {
        });
      }
    }
  }
  #abandon() {
    this.#abandoned.abort();
    this.#abandoned = new AbortController();
  }
  /** One change of the session at a time, in this client and in all tabs that share its store. */
  #exclusively(work) {
    const name = this.#store.lockName;
    const locks = name === void 0 ? void 0 : globalThis.navigator?.locks;
    const turn = this.#last.then(() => locks ? locks.request(name, work) : work());
    this.#last = turn.catch(() => {
    });
    return turn;
  }
  async #require() {
    const session = await this.#read();
    if (session === null)
      throw new SessionEndedError("signed_out");
    return session;
  }
  async #read() {
    const text = await this.#store.get("session");
    if (text === null)
      return null;
    try {
      return JSON.parse(text);
    } catch {
      return null;
    }
  }
  async #write(session) {
    await this.#store.set("session", JSON.stringify(session));
  }
  #toSession(pair) {
    return {
      sessionId: pair.session_id,
      accessToken: pair.access_token,
      ...this.#times(pair.expires_in),
      refreshToken: pair.refresh_token,
      refreshExpiresAt: Date.now() + pair.refresh_expires_in * 1e3
    };
  }
  /** A token that lives shorter than the margin would otherwise be renewed at each call. */
  #times(expiresIn) {
    const accessExpiresAt = Date.now() + expiresIn * 1e3;
    return { accessExpiresAt, refreshFrom: accessExpiresAt - Math.min(this.#margin, expiresIn * 250) };
  }
};
function isOutage(error) {
  return error instanceof ConnectionError || (error instanceof ProblemError || error instanceof UnexpectedAnswerError) && (error.status === 429 || error.status >= 500);
}

// dist/sign-in.js
var SecondFactorStep = class {
  status = "second_factor";
  /** What the user can use. */
  methods;
  expiresAt;
  #calls;
  #token;
  constructor(calls, challenge) {
    this.#calls = calls;
    this.#token = challenge.temp_token;
    this.methods = challenge.methods;
    this.expiresAt = in_(challenge.expires_in);
  }
  /** Completes the sign-in with six digits of the authenticator app, or with a recovery code. */
  withCode(code, options = {}) {
    return this.#complete({ code }, options);
  }
  /** Completes it with a passkey, which the browser asks for. */
  async withPasskey(options = {}) {
    return this.withPasskeyAnswer(await getPasskey(await this.passkeyOptions(options), options.signal), options);
  }
  /** For platforms with their own way to use a passkey: what they need, and in the other method what they return. */
  passkeyOptions(options = {}) {
    return this.#calls.send("getPasskeyLoginOptions", { temp_token: this.#token }, options);
  }
  withPasskeyAnswer(answer, options = {}) {
    return this.#complete({ method: "passkey", ...answer }, options);
  }
  async #complete(proof, options) {
    return this.#calls.begin(await this.#calls.send("loginSecondFactor", { temp_token: this.#token, ...proof }, options));
  }
};
var SetUpStep = class {
  status = "setup_required";
  expiresAt;
  #calls;
  #token;
  constructor(calls, required) {
    this.#calls = calls;
    this.#token = required.setup_token;
    this.expiresAt = in_(required.expires_in);
  }
  /** The secret for an authenticator app. */
  setUpTotp(options = {}) {
    return this.#calls.send("setUpTotp", void 0, options, this.#token);
  }
  /** Signs the user in with a first code of the app. Show the recovery codes: there is no other time. */
  async verifyTotp(code, options = {}) {
    const answer = await this.#calls.send("verifyTotp", { code }, options, this.#token);
    return { ...await this.#calls.begin(answer), recoveryCodes: answer.recovery_codes };
  }
  /** Signs the user in with a new passkey, which the browser creates. */
  async addPasskey(name, options = {}) {
    return this.addPasskeyAnswer(name, await createPasskey(await this.passkeyOptions(options), options.signal), options);
  }
  /** For platforms with their own way to create a passkey: what they need, and in the other method what they return. */
  passkeyOptions(options = {}) {
    return this.#calls.send("getPasskeyCreationOptions", void 0, options, this.#token);
  }
  async addPasskeyAnswer(name, answer, options = {}) {
    return this.#calls.begin(await this.#calls.send("addPasskey", { name, ...answer }, options, this.#token));
  }
};
function stepOf(calls, answer) {
  if ("setup_token" in answer)
    return new SetUpStep(calls, answer);
  return "temp_token" in answer ? new SecondFactorStep(calls, answer) : calls.begin(answer);
}
function in_(seconds) {
  return new Date(Date.now() + seconds * 1e3);
}

// dist/store.js
function memoryStore() {
  const values = /* @__PURE__ */ new Map();
  return {
    get: (entry) => values.get(entry) ?? null,
    set(entry, value) {
      if (value === null)
        values.delete(entry);
      else
        values.set(entry, value);
    }
  };
}
function webStorageStore(storage, prefix = "secureauth") {
  return {
    lockName: `${prefix}.session`,
    get: (entry) => storage.getItem(`${prefix}.${entry}`),
    set(entry, value) {
      if (value === null)
        storage.removeItem(`${prefix}.${entry}`);
      else
        storage.setItem(`${prefix}.${entry}`, value);
    }
  };
}
function memoryStoreWithDevice(storage, prefix = "secureauth") {
  const memory = memoryStore();
  const durable = webStorageStore(storage, prefix);
  const of = (entry) => entry === "device" ? durable : memory;
  return {
    get: (entry) => of(entry).get(entry),
    set: (entry, value) => of(entry).set(entry, value)
  };
}

// dist/transport.js
var Transport = class {
  #fetch;
  #timeout;
  #maxRetries;
  #maxRetryDelay;
  #onAnswer;
  constructor(options) {
    this.#fetch = options.fetch ?? ((request) => globalThis.fetch(request));
    this.#timeout = options.timeout ?? 15e3;
    this.#maxRetries = options.maxRetries ?? 2;
    this.#maxRetryDelay = options.maxRetryDelay ?? 5e3;
    this.#onAnswer = options.onAnswer;
  }
  async send(request, options = {}) {
    const repeatable = options.repeatable ?? (request.method === "GET" || request.method === "HEAD");
    for (let attempt = 0; ; attempt++) {
      const error = await this.#try(request, options.timeout ?? this.#timeout);
      if (error instanceof Response)
        return error;
      const delay = attempt < (options.maxRetries ?? this.#maxRetries) ? this.#delayOf(error, repeatable, attempt) : null;
      if (delay === null)
        throw error;
      await sleep(delay, request.signal);
    }
  }
  /** Sends a request once. The answer may be an error. */
  async exchange(request, timeout = this.#timeout) {
    const started = Date.now();
    const late = AbortSignal.timeout(timeout);
    let answer;
    try {
      answer = await this.#fetch(new Request(request, { signal: AbortSignal.any([request.signal, late]) }));
    } catch (cause) {
      if (request.signal.aborted)
        throw request.signal.reason;
      throw new ConnectionError(cause);
    }
    this.#onAnswer?.({
      method: request.method,
      path: new URL(request.url).pathname,
      status: answer.status,
      requestId: requestIdOf(answer),
      milliseconds: Date.now() - started
    });
    return answer;
  }
  async #try(request, timeout) {
    try {
      const answer = await this.exchange(request.clone(), timeout);
      return answer.ok ? await whole(answer) : await errorOf(answer);
    } catch (error) {
      if (request.signal.aborted)
        throw request.signal.reason;
      if (error instanceof ConnectionError)
        return error;
      return new ConnectionError(error);
    }
  }
  /** How long to wait before the next attempt, or null if there is none. */
  #delayOf(error, repeatable, attempt) {
    if (error instanceof ConnectionError)
      return repeatable ? 100 * 2 ** attempt : null;
    if (error.retryAfter === null || error.retryAfter * 1e3 > this.#maxRetryDelay)
      return null;
    const refused = error.status === 429 || error instanceof ProblemError && error.code === "server_busy";
    const unknown = error.status === 503 && repeatable;
    return refused || unknown ? error.retryAfter * 1e3 : null;
  }
};
async function whole(answer) {
  const body = await answer.arrayBuffer();
  const headers = new Headers(answer.headers);
  if (body.byteLength === 0)
    headers.set("Content-Length", "0");
  return new Response(body.byteLength === 0 ? null : body, { status: answer.status, statusText: answer.statusText, headers });
}

// dist/client.js
var Client = class {
  /** The operations of the API under their names in the OpenAPI document. An error is a `ProblemError`. */
  api;
  /** The API by paths (openapi-fetch), with the headers of each answer. An error is an exception here too. */
  http;
  #origin;
  #origins;
  #transport;
  #store;
  #session;
  #deviceName;
  #calls;
  constructor(options = {}) {
    this.#origin = new URL(options.baseUrl ?? globalThis.location?.origin ?? missing("baseUrl")).origin;
    this.#origins = /* @__PURE__ */ new Set([this.#origin, ...(options.resourceOrigins ?? []).map((origin) => new URL(origin).origin)]);
    this.#transport = new Transport(options);
    this.#store = options.store ?? memoryStore();
    this.#deviceName = options.deviceName;
    this.#session = new SessionKeeper({
      store: this.#store,
      margin: options.refreshMargin ?? 3e4,
      onEnd: options.onSessionEnd,
      exchange: (refreshToken, signal, timeout) => this.#call("refresh", { refresh_token: refreshToken }, { signal }, { timeout, maxRetries: 0 })
    });
    this.#calls = {
      send: (operation, body, callOptions, bearer) => this.#call(operation, body, callOptions, {}, bearer),
      begin: async (pair) => {
        await this.#session.begin(pair);
        return { status: "signed_in", sessionId: pair.session_id };
      }
    };
    const shared = { baseUrl: this.#origin };
    this.http = createClient({ ...shared, fetch: (request) => this.#authorized(request) });
    this.api = createApi({
      signedIn: this.http,
      anonymous: createClient({ ...shared, fetch: (request) => this.#transport.send(hardened(request)) })
    });
  }
  /** Signs a user in, or returns the step that completes the sign-in. */
  async signIn({ email, password }, options = {}) {
    const body = { email, password, ...await this.#device() };
    return stepOf(this.#calls, await this.#call("login", body, options));
  }
  /** Signs a user in with a passkey, which the browser asks for. */
  async signInWithPasskey(options = {}) {
    return this.signInWithPasskeyAnswer(await getPasskey(await this.passkeyOptions(options), options.signal), options);
  }
  /** For platforms with their own way to use a passkey: what they need, and in the other method what they return. */
  passkeyOptions({ email, ...options } = {}) {
    return this.#call("getPasskeyLoginOptions", email === void 0 ? {} : { email }, options);
  }
  async signInWithPasskeyAnswer(answer, options = {}) {
    return this.#calls.begin(await this.#call("loginWithPasskey", { ...answer, ...await this.#device() }, options));
  }
  /** The session, or null if nobody is signed in. */
  session() {
    return this.#session.info();
  }
  /**
   * Signs the user out. The tokens are forgotten first, so that the user is signed out here whatever happens. The device token
   * stays.
   */
  async signOut({ everywhere = false, ...options } = {}) {
    const refreshToken = await this.#session.forget();
    if (refreshToken === null)
      return;
    await this.#call("logout", { refresh_token: refreshToken, all: everywhere }, options, { repeatable: true });
  }
  /**
   * Proves again that it is the user, by the password or, with a second factor, by a code. Operations that answer
   * `reauthentication_required` are possible for five minutes then.
   */
  async reauthenticate(proof, options = {}) {
    const body = "code" in proof ? { code: proof.code } : { password: proof.password };
    const request = this.#request("reauthenticate", body, options);
    const fresh = await (await this.#authorized(request)).json();
    await this.#session.useFresh(fresh.access_token, fresh.expires_in);
  }
  /** A valid access token, for a library that sends requests itself. */
  accessToken({ signal } = {}) {
    return this.#session.accessToken(signal);
  }
  /**
   * `fetch` with the access token, for your own services. The token goes to the server and to `resourceOrigins` only. After a 401
   * the request is repeated once with a new token.
   */
  async fetch(input, init) {
    const request = new Request(input, init);
    const { origin } = new URL(request.url);
    if (!this.#origins.has(origin))
      throw new TypeError(`${origin} is not one of the client's resourceOrigins.`);
    const token = await this.#session.accessToken(request.signal);
    const answer = await this.#transport.exchange(withToken(request.clone(), token));
    if (answer.status !== 401)
      return answer;
    await answer.body?.cancel();
    return this.#transport.exchange(withToken(request, await this.#session.replace(token, request.signal)));
  }
  /** Sends a request with an access token, and once more with a new one if that is refused. */
  async #authorized(request) {
    const token = await this.#session.accessToken(request.signal);
    try {
      return await this.#transport.send(withToken(hardened(request.clone()), token));
    } catch (error) {
      if (!(error instanceof ProblemError && error.status === 401 && error.code === "invalid_token"))
        throw error;
      const next = await this.#session.replace(token, request.signal);
      return this.#transport.send(withToken(hardened(request), next));
    }
  }
  async #call(operation, body, callOptions, sendOptions = {}, bearer) {
    const request = this.#request(operation, body, callOptions);
    const answer = await this.#transport.send(bearer === void 0 ? request : withToken(request, bearer), sendOptions);
    return answer.body === null ? void 0 : await answer.json();
  }
  #request(operation, body, options) {
    const [method, path] = operationTable[operation];
    const { headers, signal } = initOf(options);
    return hardened(new Request(this.#origin + path, {
      method: method.toUpperCase(),
      headers: { ...headers, ...body !== void 0 && { "Content-Type": "application/json" } },
      ...body !== void 0 && { body: JSON.stringify(body) },
      ...signal && { signal }
    }));
  }
  async #device() {
    const token = await this.#store.get("device");
    return {
      ...token !== null && { device_token: token },
      ...this.#deviceName !== void 0 && { device_name: this.#deviceName }
    };
  }
};
function createClient2(options = {}) {
  return new Client(options);
}
function hardened(request) {
  return new Request(request, { credentials: "omit", redirect: "error", cache: "no-store", referrerPolicy: "no-referrer" });
}
function withToken(request, token) {
  const headers = new Headers(request.headers);
  headers.set("Authorization", `Bearer ${token}`);
  return new Request(request, { headers });
}
function missing(option) {
  throw new TypeError(`The option ${option} is missing.`);
}
export {
  Client,
  ConnectionError,
  ProblemError,
  SecondFactorStep,
  SecureAuthError,
  SessionEndedError,
  SetUpStep,
  UnexpectedAnswerError,
  createClient2 as createClient,
  createPasskey,
  getPasskey,
  memoryStore,
  memoryStoreWithDevice,
  passkeysArePossible,
  webStorageStore
};
