/* javascript/src, digest ffead5a0da1ab4f8, bundled by `make scripts`: edit there */
"use strict";(()=>{(a=>{a.classList.remove("no-js"),a.classList.add("js"),location.search&&a.classList.add("asked");try{var e=localStorage.getItem("club.scheme");(e==="light"||e==="dark")&&(a.dataset.scheme=e)}catch{}})(document.documentElement);})();
