/* javascript/src, digest ecbf15fe58cf285b, bundled by `make scripts`: edit there */
"use strict";(()=>{var{classList:e}=document.documentElement;e.replace("no-js","js");location.search&&e.add("asked");})();
