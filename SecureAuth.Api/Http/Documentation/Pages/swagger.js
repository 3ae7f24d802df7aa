// The validator would send the document's address to a third party. Deep links are off, so that the page reads no input.
SwaggerUIBundle({
  url: '/api/v1/openapi.json',
  dom_id: '#swagger',
  validatorUrl: null,
  deepLinking: false,
  queryConfigEnabled: false,
  persistAuthorization: false,
  displayRequestDuration: true,
  tryItOutEnabled: true,
});
