import '@fontsource-variable/plus-jakarta-sans';
import './styles/app.css';

import { mount } from 'svelte';

import App from './App.svelte';
import { takeTokenFromAddress } from './lib/api/token';

takeTokenFromAddress();

const target = document.getElementById('app');
if (target) mount(App, { target });
