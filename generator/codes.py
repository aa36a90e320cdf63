"""Every finding code: its severity and what it means, in French. Codes are permanent.

This table is the single truth: `findings` reads the severity here, the pages of
`docs/codes/` are generated from it, and a test asks each code for an `ok` and a `bad` case.
The letter tells the family: S source file, F field, V vocabulary, A area, R reference,
D dates and coherence, P personal data, T text, Q quality.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """A permanent code. `why` says why the rule exists, `fix` what to do."""

    id: str
    title: str
    why: str
    fix: str
    warning: bool = False


_TABLE = (
    Code(
        "S01",
        "Fichier qui n’est pas un fichier ordinaire",
        "Un lien symbolique, un tube ou un dossier pourrait faire publier autre chose que ce qui a été relu.",
        "Remplacez-le par un vrai fichier, placé dans le dossier des sources.",
    ),
    Code(
        "S02",
        "Fichier inattendu dans un dossier de sources",
        "Un fichier que personne ne lit est souvent une fiche mal nommée, donc perdue.",
        "Renommez-le (une fiche se termine par « .md ») ou déplacez-le hors de ce dossier.",
    ),
    Code(
        "S03",
        "Fichier qui n’est pas en UTF-8",
        "Un autre encodage transforme les accents en signes illisibles.",
        "Enregistrez le fichier en UTF-8, sans BOM.",
    ),
    Code(
        "S04",
        "Caractère interdit",
        "Les caractères de contrôle, invisibles ou de sens d’écriture permettent de faire lire autre chose que ce qui est écrit.",
        "Supprimez le caractère signalé, ou remplacez-le par celui qui est proposé.",
    ),
    Code(
        "S05",
        "Signes corrigés à la lecture",
        "Un texte collé apporte des signes que personne ne voit (BOM, espace de largeur nulle, césure) et des accents écrits en deux caractères. Une recherche ordinaire ne trouverait plus le mot : le site se sert du texte sans eux.",
        "Rien à retaper : « club fmt » enregistre le fichier corrigé.",
        warning=True,
    ),
    Code(
        "S06",
        "Fichier trop volumineux",
        "Une fiche se lit en quelques minutes ; au-delà des limites, il s’agit d’une erreur ou d’une attaque.",
        "Réduisez le fichier, ou placez les pièces jointes ailleurs et donnez leur adresse.",
    ),
    Code(
        "S07",
        "Fichier vide",
        "Une fiche vide donnerait une page vide.",
        "Complétez le fichier ou supprimez-le.",
    ),
    Code(
        "S08",
        "Fichier obligatoire absent",
        "Sans ce fichier, le site serait publié vide sans que personne ne s’en aperçoive.",
        "Remettez le fichier en place.",
    ),
    Code(
        "S10",
        "YAML illisible",
        "Le reste de la fiche ne peut pas être lu tant que la syntaxe n’est pas rétablie.",
        "Corrigez la ligne signalée ; une valeur qui contient « : » ou commence par un signe se met entre guillemets.",
    ),
    Code(
        "S11",
        "Ancre ou alias YAML",
        "Un renvoi (« & », « * ») cache ce qui sera publié et permet de saturer la machine.",
        "Recopiez la valeur, ou mettez-la entre guillemets si le signe fait partie du texte.",
    ),
    Code(
        "S12",
        "Étiquette YAML",
        "Une étiquette (« !… ») demande au lecteur de fabriquer autre chose qu’un texte.",
        "Supprimez l’étiquette, ou mettez la valeur entre guillemets si le signe fait partie du texte.",
    ),
    Code(
        "S13",
        "Clé écrite deux fois",
        "Une seule des deux valeurs serait gardée, sans que l’on sache laquelle.",
        "Gardez une seule des deux lignes.",
    ),
    Code(
        "S14",
        "Imbrication trop profonde",
        "Aucune fiche n’a besoin de plus de vingt niveaux ; au-delà, la lecture peut saturer la machine.",
        "Simplifiez la structure.",
    ),
    Code(
        "S15",
        "En-tête absent ou non fermé",
        "Sans en-tête lu en entier, les champs de la fiche s’afficheraient dans la page.",
        "Ouvrez l’en-tête par une ligne « --- » en tête de fichier et fermez-le par une autre.",
    ),
    Code(
        "S16",
        "Structure inattendue",
        "Chaque fichier a une forme convenue : liste de fiches ou suite de champs.",
        "Suivez la forme indiquée dans le message.",
    ),
    Code(
        "S17",
        "Nom de fichier ou identifiant invalide",
        "L’identifiant devient l’adresse de la page : il doit marcher partout et pour toujours.",
        "Employez des minuscules sans accent, des chiffres et des tirets : « budget-participatif-gers ».",
    ),
    Code(
        "S18",
        "Texte perdu après un signe « # »",
        "Dans un en-tête, ce qui suit une espace et un « # » est une remarque, que le site ne montre pas : « Opération #Demain2030 » deviendrait « Opération ».",
        "Mettez toute la valeur entre guillemets. Pour une vraie remarque, laissez deux espaces avant le « # » et une après : « level: inform  # à confirmer ».",
    ),
    Code(
        "S19",
        "Fusion inachevée",
        "Deux personnes ont modifié le même passage : git a laissé les deux versions, entre des lignes « <<<<<<< » et « >>>>>>> ». Le site publierait les deux.",
        "Gardez la bonne version du passage, puis supprimez les lignes « <<<<<<< », « ======= » et « >>>>>>> ».",
    ),
    Code(
        "F01",
        "Champ inconnu",
        "Un champ mal orthographié serait ignoré, et son contenu perdu.",
        "Corrigez le nom du champ, ou supprimez la ligne.",
    ),
    Code(
        "F02",
        "Champ obligatoire absent",
        "Sans ce champ, la page ne répondrait pas à la question du lecteur.",
        "Ajoutez le champ.",
    ),
    Code(
        "F03",
        "Forme inattendue",
        "Le champ attend un texte, une liste ou un groupe de champs, et a reçu autre chose.",
        "Suivez la forme indiquée dans le message.",
    ),
    Code(
        "F04",
        "Date invalide",
        "Les mandats, l’agenda et la fraîcheur des fiches se calculent à partir des dates.",
        "Écrivez AAAA, AAAA-MM ou AAAA-MM-JJ, et vérifiez que le jour existe.",
    ),
    Code(
        "F05",
        "Date et heure invalides",
        "L’agenda publié doit tomber juste, changement d’heure compris.",
        "Écrivez AAAA-MM-JJ ou AAAA-MM-JJTHH:MM (heure de Paris).",
    ),
    Code(
        "F06",
        "Nombre invalide",
        "Les coûts et la participation sont comparés entre fiches.",
        "Écrivez un nombre entier, sans unité : 1000000.",
    ),
    Code(
        "F07",
        "Adresse web invalide",
        "Seules les adresses « https », « http », « mailto » et « tel » sont publiées.",
        "Copiez l’adresse complète, à partir de « https:// ».",
    ),
    Code(
        "F08",
        "Valeur hors de la liste",
        "Ce champ n’accepte que quelques valeurs convenues.",
        "Choisissez l’une des valeurs proposées.",
    ),
    Code(
        "F09",
        "Texte vide ou trop long",
        "Un titre vide n’a pas de lien ; un résumé trop long n’est pas lu.",
        "Complétez ou raccourcissez le texte.",
    ),
    Code(
        "F10",
        "Coordonnée invalide",
        "Un numéro ou une adresse faux fait perdre un contact.",
        "Écrivez une adresse électronique ou un numéro de téléphone complet.",
    ),
    Code(
        "F11",
        "Image refusée",
        "Une image mal nommée, trop grande ou d’un autre type peut cacher un programme ou une position.",
        "Fournissez une image JPEG, PNG ou WebP dans content/assets/, de moins de 5 Mo.",
    ),
    Code(
        "V01",
        "Valeur absente du vocabulaire",
        "Thèmes, méthodes et rôles servent à rassembler les fiches : une variante les disperse.",
        "Choisissez une clé du vocabulaire indiqué, ou proposez son ajout dans vocabularies/.",
    ),
    Code(
        "V02",
        "Mandat sur un territoire d’une autre sorte",
        "On n’est pas vice-président d’intercommunalité dans une commune : le mandat ou le territoire est faux, et la personne serait introuvable. Les sortes de territoires de chaque mandat sont dans vocabularies/mandates.yaml, sous « areas ».",
        "Donnez le territoire où le mandat s’exerce, ou choisissez un mandat de ce territoire.",
    ),
    Code(
        "A01",
        "Territoire inconnu",
        "Le nom, la population et le département se lisent dans le code officiel géographique.",
        "Écrivez « commune: », « epci: », « departement: » ou « region: » suivi du code officiel.",
    ),
    Code(
        "A02",
        "Ancienne commune",
        "La commune a changé de code ou rejoint une commune nouvelle ; la fiche est rattachée à celle d’aujourd’hui.",
        "Remplacez le code par celui indiqué.",
        warning=True,
    ),
    Code(
        "R01",
        "Référence inconnue",
        "Un lien vers une fiche absente mènerait à une page d’erreur.",
        "Corrigez l’identifiant, ou ajoutez la fiche manquante.",
    ),
    Code(
        "R02",
        "Identifiant en double",
        "Deux fiches ne peuvent pas avoir la même adresse.",
        "Changez l’un des deux identifiants.",
    ),
    Code(
        "R03",
        "Ancienne adresse déjà prise",
        "Un alias renvoie vers une seule fiche et ne peut pas cacher une fiche existante.",
        "Retirez cet alias de l’une des deux fiches.",
    ),
    Code(
        "R04",
        "Fiche qui se désigne elle-même",
        "Une fiche ne peut pas être inspirée d’elle-même, ni modifier son propre texte.",
        "Désignez l’autre fiche, ou retirez la ligne.",
    ),
    Code(
        "R05",
        "Adresse réservée",
        "Une fiche ne peut pas prendre l’adresse d’une section du site.",
        "Renommez le fichier ou changez l’identifiant.",
    ),
    Code(
        "R06",
        "Signature en double",
        "Un membre compté deux fois fausse le nombre de signataires et d’habitants représentés.",
        "Gardez une seule ligne par membre, la première en date.",
    ),
    Code(
        "R07",
        "Loi promulguée sans référence",
        "Le numéro et la date d’une loi permettent à chacun de la retrouver et de la citer dans une délibération.",
        "Ajoutez « reference », telle que l’écrit le Journal officiel.",
    ),
    Code(
        "R08",
        "Personne qui a deux fiches",
        "Une personne inscrite deux fois est comptée deux fois, et l’une de ses fiches n’est plus tenue à jour. Accents, majuscules, traits d’union, ordre des mots et initiales ne distinguent personne ; deux homonymes de communes différentes ne sont jamais signalés.",
        "Gardez une seule fiche, et mettez l’identifiant de l’autre dans « aliases ». Si ce sont deux homonymes, ne changez rien.",
        warning=True,
    ),
    Code(
        "R09",
        "Coordonnée de deux personnes",
        "Une adresse ou un numéro recopié d’une fiche à l’autre adresse les messages à la mauvaise personne.",
        "Corrigez la fiche qui se trompe. Si la coordonnée est commune, écrivez le même « label » aux deux.",
        warning=True,
    ),
    Code(
        "R10",
        "Fiche collée deux fois",
        "Tout serait publié deux fois, et l’en-tête de la seconde copie s’afficherait dans la page.",
        "Supprimez la seconde copie, à partir de la ligne signalée.",
    ),
    Code(
        "D01",
        "Fin avant le début",
        "Une période à l’envers fausse les mandats et l’agenda.",
        "Vérifiez les deux dates.",
    ),
    Code(
        "D02",
        "Date à venir pour un fait accompli",
        "Une réunion tenue, une relecture ou une signature ne peuvent pas être datées de demain.",
        "Corrigez la date ou l’état.",
    ),
    Code(
        "D03",
        "Identifiant et date de réunion différents",
        "L’identifiant d’une réunion commence par sa date, pour qu’elles se rangent seules.",
        "Renommez le fichier d’après la date de début.",
    ),
    Code(
        "D04",
        "Plus de participants que de personnes concernées",
        "Le taux de participation dépasserait 100 %.",
        "Vérifiez « number » et « out_of ».",
    ),
    Code(
        "D05",
        "Réunion prévue dans le passé",
        "Une réunion dont la date est passée s’est tenue ou a été annulée.",
        "Mettez l’état à jour : « held » ou « cancelled ».",
        warning=True,
    ),
    Code(
        "D06",
        "Plus de deux mois sans réunion",
        "Le club a décidé de se réunir tous les deux mois. Le délai court depuis la dernière réunion tenue ou prévue, annulées exceptées ; une réunion déjà prévue peut tomber un mois plus tard, comme entre juin et septembre.",
        "Créez la fiche de la prochaine réunion, avec « status: planned », dès que la date est connue.",
        warning=True,
    ),
    Code(
        "D07",
        "Étapes dans un ordre impossible",
        "Un texte est déposé, lu, adopté, promulgué, publié, puis modifié : des dates dans un autre ordre contiennent une faute de frappe. Des dates égales, ou trop partielles pour être comparées, ne sont jamais refusées.",
        "Vérifiez les deux dates et le nom des deux étapes. Un texte retiré ou caduc puis repris commence par un nouveau « depot ».",
    ),
    Code(
        "D08",
        "Étape étrangère à la nature du texte",
        "Un décret, un rapport ou une décision de justice ne passe pas par les lectures du Parlement : la nature du texte ou l’étape est fausse.",
        "Corrigez « kind », ou choisissez une autre étape.",
    ),
    Code(
        "D09",
        "Prochaine étape dépassée",
        "Le site annonce comme à venir une date qui est passée.",
        "Ajoutez l’étape à « stages » si elle a eu lieu, et mettez « next » à jour ou retirez-le.",
        warning=True,
    ),
    Code(
        "D10",
        "Signature sans mandat",
        "Une lettre d’élus perd son crédit si un signataire n’était pas, ou plus, en mandat ce jour-là.",
        "Retirez la signature, ou complétez les mandats de la personne dans members.yaml.",
    ),
    Code(
        "D11",
        "Signature hors délai",
        "Une signature donnée avant l’ouverture ou après la date limite est presque toujours une date mal saisie.",
        "Vérifiez la date de la signature, puis « opened » et « deadline ».",
        warning=True,
    ),
    Code(
        "D12",
        "Action ouverte après sa date limite",
        "Le site invite encore à signer une lettre dont le délai est passé.",
        "Écrivez « status: sent » avec la date d’envoi, « status: closed », ou repoussez « deadline ».",
        warning=True,
    ),
    Code(
        "D13",
        "Tâche faite et pas faite",
        "Une tâche qui porte une date d’achèvement est faite : le registre ne peut pas la montrer aussi comme à faire.",
        "Écrivez « status: done », ou retirez « done ».",
    ),
    Code(
        "D14",
        "Mandat écrit deux fois",
        "Le même mandat compte deux fois, et l’on ne sait pas quelles dates sont les bonnes. Deux mandats qui se suivent, ou des dates trop partielles pour être comparées, ne sont jamais signalés.",
        "Gardez un seul des deux mandats, ou corrigez les dates.",
        warning=True,
    ),
    Code(
        "D15",
        "Deux titulaires d’un même mandat",
        "Une commune n’a qu’un maire à la fois, une assemblée qu’une présidence : le mandat de l’un est terminé, ou l’un des deux est faux.",
        "Indiquez « end_date » du mandat qui est terminé, ou corrigez l’un des deux.",
        warning=True,
    ),
    Code(
        "D16",
        "Mandats qui s’excluent",
        "Ces deux mandats ne s’exercent pas en même temps : le premier est terminé, ou l’un des deux est faux. Être maire ou adjoint et membre du même conseil municipal est normal.",
        "Indiquez « end_date » du mandat qui est terminé, ou corrigez l’un des deux.",
        warning=True,
    ),
    Code(
        "P01",
        "Donnée personnelle sans consentement",
        "Coordonnées et photo ne sont publiées qu’avec l’accord écrit de la personne, champ par champ.",
        "Ajoutez le consentement daté qui nomme ce champ, ou retirez le champ.",
    ),
    Code(
        "P02",
        "Présentation sans consentement",
        "La présentation d’une personne ne sort pas du dépôt sans son accord.",
        "Ajoutez « summary » à « consent.fields » avec l’accord de la personne.",
        warning=True,
    ),
    Code(
        "P03",
        "Consentement retiré, donnée encore présente",
        "Un retrait l’emporte sur tout : la donnée doit quitter le dépôt.",
        "Supprimez le champ.",
    ),
    Code(
        "P04",
        "Coordonnées à retirer après la fin du mandat ou le départ du club",
        "Après la fin du mandat ou le départ du club, les coordonnées ne sont plus publiées et n’ont plus de raison d’être conservées.",
        "Supprimez les coordonnées, ou ajoutez le nouveau mandat.",
        warning=True,
    ),
    Code(
        "T01",
        "HTML dans le texte",
        "Le HTML permettrait de glisser un programme dans la page.",
        "Écrivez en Markdown ; pour montrer un signe « < », écrivez « &lt; » ou mettez le passage entre accents graves.",
    ),
    Code(
        "T02",
        "Lien interdit",
        "Seuls les liens « https », « http », « mailto », « tel » et ceux du site sont publiés.",
        "Donnez l’adresse complète de la page, ou une adresse du site commençant par « / ».",
    ),
    Code(
        "T03",
        "Image venue d’ailleurs",
        "Une image prise sur un autre site signale chaque lecteur à ce site.",
        "Placez l’image dans content/assets/, ou donnez un simple lien.",
    ),
    Code(
        "T04",
        "Lien interne mort",
        "La page désignée n’existe pas sur le site.",
        "Vérifiez l’adresse, par exemple /pratiques/identifiant/.",
    ),
    Code(
        "T05",
        "Rubrique absente ou vide",
        "Le lecteur cherche les mêmes rubriques sur chaque fiche, surtout les difficultés.",
        "Ajoutez ou remplissez la rubrique dès que le fait est connu ; ne la remplissez pas pour la forme.",
        warning=True,
    ),
    Code(
        "T06",
        "Titre de niveau 1 dans le texte",
        "La page a déjà son titre ; un second désorienterait les lecteurs d’écran, il est donc abaissé d’un niveau.",
        "Commencez vos rubriques par « ## ».",
        warning=True,
    ),
    Code(
        "T07",
        "Texte trop complexe à convertir",
        "Certaines suites de signes demandent un temps démesuré à la machine.",
        "Simplifiez le passage : citations imbriquées, suites de signes répétés.",
    ),
    Code(
        "T08",
        "Titre visé absent",
        "Le lien mènerait en haut de la page, loin du passage annoncé.",
        "Reprenez l’ancre du titre : minuscules sans accent, tirets à la place des espaces.",
    ),
    Code(
        "T09",
        "Note sans appel ou sans texte",
        "Un appel de note sans texte s’afficherait tel quel ; une note que rien n’appelle n’aurait pas sa place dans la page.",
        "Écrivez l’appel « [^1] » dans le texte et, seul au début d’une ligne, « [^1]: » suivi de la note.",
    ),
    Code(
        "Q01",
        "Champ conseillé absent",
        "Ce champ aide un élu à décider s’il peut faire de même.",
        "Ajoutez le champ dès que l’information est connue.",
        warning=True,
    ),
    Code(
        "Q02",
        "Page du site non écrite",
        "Toutes les pages mènent à celle-ci ; le site la remplace par une phrase qui dit qu’elle manque.",
        "Écrivez la page dans content/.",
        warning=True,
    ),
    Code(
        "Q03",
        "Changements sans fiche d’origine",
        "« adaptation » dit ce qui diffère d’une autre fiche : sans elle, le lecteur ne sait pas de laquelle.",
        "Nommez la fiche d’origine dans « adapted_from », ou racontez-le dans le texte.",
        warning=True,
    ),
    Code(
        "Q04",
        "Réunion tenue sans compte rendu",
        "Qui n’y était pas ne saura jamais ce qui s’est dit. Le constat vient quinze jours après la réunion ; un compte rendu, une décision, une tâche ou un document suffit à l’éviter.",
        "Écrivez le compte rendu sous l’en-tête, ou au moins « decisions ».",
        warning=True,
    ),
    Code(
        "Q05",
        "Tâche faite sans date",
        "Le registre des tâches dit quand chacune a été faite.",
        "Ajoutez « done » et la date, même au mois près.",
        warning=True,
    ),
    Code(
        "Q06",
        "Envoi ou réponse annoncé, mais absent",
        "Le site compte les jours sans réponse depuis l’envoi et montre les réponses dans l’ordre : sans elles, l’état annonce ce que la page ne montre pas.",
        "Ajoutez « sent » ou « responses », ou corrigez « status ».",
        warning=True,
    ),
    Code(
        "Q07",
        "Deux fiches qui disent la même chose",
        "Le lecteur ne sait pas laquelle croire, et les corrections n’arrivent que dans l’une.",
        "Gardez une seule fiche, et mettez l’identifiant de l’autre dans « aliases ».",
        warning=True,
    ),
)

CODES = {code.id: code for code in _TABLE}
