// Builds the application and serves it, as any server of static files would. It passes nothing on to SecureAuth.
import { context } from 'esbuild';

const { API = 'http://localhost:5080', PORT = '3000' } = process.env;

const application = await context({
  entryPoints: ['src/main.jsx'],
  bundle: true,
  jsx: 'automatic',
  outdir: 'public',
  write: false,
  define: { API: JSON.stringify(API), 'process.env.NODE_ENV': '"production"' },
});
await application.serve({ host: 'localhost', port: Number(PORT), servedir: 'public' });
console.log(`http://localhost:${PORT}`);
