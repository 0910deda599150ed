import { render } from 'preact';
import { App } from './app.tsx';
import { start } from './session/session.ts';
import './tokens.css';
import './base.css';

await start();
const root = document.getElementById('app');
if (root !== null) render(<App />, root);
