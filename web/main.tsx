import { render } from 'preact';
import { App } from './app.tsx';
import { Unloaded } from './components/unloaded/unloaded.tsx';
import { start } from './session/session.ts';
import './tokens.css';
import './base.css';

const begun = await start().then(
  () => true,
  (error: unknown) => {
    console.error(error);
    return false;
  },
);
const root = document.getElementById('app');
if (root !== null) render(begun ? <App /> : <Unloaded />, root);
