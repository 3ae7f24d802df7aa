import { init } from '/api/v1/redoc/redoc.standalone.js';

// No telemetry: it would go to the makers of ReDoc.
init('/api/v1/openapi.json', { disableTelemetry: true }, document.getElementById('redoc'));
