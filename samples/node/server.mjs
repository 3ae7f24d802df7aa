import express from 'express';
import { auth } from 'express-oauth2-jwt-bearer';

const { ISSUER = 'http://localhost:5080', AUDIENCE = 'secureauth', PORT = '3000' } = process.env;
const app = express();
app.use(auth({ issuerBaseURL: ISSUER, audience: AUDIENCE, strict: true, validators: { client_id: false } }));
app.get('/orders', ({ auth: { payload } }, response) => response.json({ user: payload.sub, orders: ['a tram ticket'] }));
app.use((error, request, response, next) => response.status(error.status ?? 500).set(error.headers ?? {}).end());
app.listen(Number(PORT), '127.0.0.1', () => console.log(`http://127.0.0.1:${PORT}/orders`));
