// The customer pressed a button on the other host already; without this file it is pressed once more.
document.querySelector('form[data-arrival]')?.requestSubmit();
