/* javascript/src, digest 08305f7fd5b61dbf, bundled by `make scripts`: edit there */
"use strict";(()=>{var{classList:t,dataset:c}=document.documentElement;t.replace("no-js","js");location.search&&t.add("asked");try{let e=localStorage.getItem("club.scheme");(e==="light"||e==="dark")&&(c.scheme=e)}catch{}})();
