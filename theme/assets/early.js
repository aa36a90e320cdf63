/* javascript/src, digest 1d7f70017d4566aa, bundled by `make scripts`: edit there */
"use strict";(()=>{var{classList:e}=document.documentElement;e.replace("no-js","js");location.search&&e.add("asked");})();
