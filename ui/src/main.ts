import '@fontsource-variable/plus-jakarta-sans';
import './styles/app.css';

import { mount } from 'svelte';

import App from './App.svelte';
import { takeTokenFromAddress } from './lib/api/token';

takeTokenFromAddress();
// A host that started anew prints a new address; opened in this tab it changes nothing but the hash.
addEventListener('hashchange', () => {
  if (takeTokenFromAddress()) location.reload();
});

const target = document.getElementById('app');
if (target) mount(App, { target });
