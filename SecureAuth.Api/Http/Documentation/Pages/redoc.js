import { init } from '/api/v1/redoc/redoc.standalone.js';

// Telemetry would be sent to ReDoc's vendor.
init('/api/v1/openapi.json', { disableTelemetry: true }, document.getElementById('redoc'));
