import { cleanup, configure } from '@testing-library/svelte';
import { afterEach } from 'vitest';

// Machines that build beside the tests are slow; a wait ends as soon as its sentence is true.
configure({ asyncUtilTimeout: 5000 });

afterEach(() => {
  cleanup();
  localStorage.clear();
  sessionStorage.clear();
});

// jsdom has no modal dialogs; open is what the components and the tests rely on.
HTMLDialogElement.prototype.showModal = function showModal(this: HTMLDialogElement) {
  this.open = true;
};
HTMLDialogElement.prototype.close = function close(this: HTMLDialogElement) {
  this.open = false;
};
