/* javascript/src, digest 0220425ad15b91f1, bundled by `make scripts`: edit there */
"use strict";(()=>{var{classList:e}=document.documentElement;e.replace("no-js","js");location.search&&e.add("asked");})();
