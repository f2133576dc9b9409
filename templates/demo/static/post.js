// Sends the form of a launch by itself.
document.querySelector("[data-post]").submit();
