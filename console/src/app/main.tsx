import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Console } from './Console';
import './console.css';
import { giveStylesTheirNonce, styleNonce } from './styleNonce';

const nonce = styleNonce(document);
if (nonce) giveStylesTheirNonce(document, nonce);

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <Console nonce={nonce} />
    </StrictMode>,
  );
