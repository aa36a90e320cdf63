/* javascript/src, digest 90fcb053420872d9, bundled by `make scripts`: edit there */
"use strict";(()=>{var{classList:e}=document.documentElement;e.replace("no-js","js");location.search&&e.add("asked");})();
