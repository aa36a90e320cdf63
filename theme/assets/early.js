/* javascript/src, digest b6fc2f1f0f6dfd38, bundled by `make scripts`: edit there */
"use strict";(()=>{var{classList:e}=document.documentElement;e.replace("no-js","js");location.search&&e.add("asked");})();
