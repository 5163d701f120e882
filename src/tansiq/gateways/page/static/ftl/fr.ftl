room = Salle d'opérations conjointe
informs-only = La salle informe ; elle ne commande pas et ne garantit pas l'espacement.
live = En direct
not-live = Pas en direct
act-for = Vous agissez pour
language = Langue
units = Unités de distance
units-nm = milles marins
units-km = kilomètres
notation = Les positions s'écrivent en
notation-dms = degrés, minutes, secondes
notation-dm = degrés et minutes décimales
notation-dd = degrés décimaux
notation-mgrs = coordonnées MGRS
notation-as = Par exemple :
settings = Réglages
settings-here = Gardés sur cet appareil seul. Les positions se tapent des quatre façons, quel que soit le choix ici.
theme = Jour ou nuit
theme-day = Jour
theme-night = Nuit
help = Aide
sign-out = Quitter
clock-off = L'horloge de cet appareil diffère de celle de la salle de { $seconds } s
room-unreached = La salle est injoignable. Nouvel essai…

sign-in-invited = Vous êtes invité. Choisissez le nom et la phrase secrète avec lesquels vous entrerez désormais.
sign-in-known = Entrez avec votre nom et votre phrase secrète.
sign-in-name = Nom
sign-in-passphrase = Phrase secrète
sign-in-show = Montrer
sign-in-hide = Cacher
sign-in-advice = Plusieurs mots que vous seul mettriez ensemble. Personne d'autre dans la salle ne l'apprend.
sign-in-join = Entrer dans la salle
sign-in-go = Entrer
sign-in-have-name = J'ai déjà un nom

needs = À vous
needs-nothing = Rien ne vous attend.
needs-conflicts = { $n ->
    [one] conflit à vous
   *[other] conflits à vous
  }
needs-off-plan = { $n ->
    [one] vol hors plan près de vous
   *[other] vols hors plan près de vous
  }
needs-proposals = { $n ->
    [one] proposition attend votre réponse
   *[other] propositions attendent votre réponse
  }
needs-releases = { $n ->
    [one] divulgation expire dans les 4 h
   *[other] divulgations expirent dans les 4 h
  }
needs-freed = { $n ->
    [one] voie libérée
   *[other] voies libérées
  }
needs-votes = { $n ->
    [one] vote ouvert
   *[other] votes ouverts
  }
reserve = Réserver un volume
emergency = Urgence
emergency-declare = Déclarer l'urgence
emergency-about = Réservée aussitôt, quoi qu'il y ait autour. Chaque partie ayant un vol à proximité apprend où, avec votre contact.
emergency-of = Aéronef
emergency-other = un autre, non réservé
emergency-reason = Urgence

conflicts-mine = Vos conflits ({ $n })
conflicts-none = Aucun de vos vols n'est en conflit avec ce qui vous est montré.
conflicts-others = Entre d'autres ({ $n })
conflict = Conflit
check-paused = Trop de questions pour l'instant ; la liste est renouvelée dans une minute.
overlap = Chevauchement
in-minutes = dans { $n } min
happening-now = maintenant
occupied = occupé
occupied-withheld = Occupé – détails retenus
end-unknown = fin inconnue
first-theirs = { $name } a été inscrit en premier ({ $theirs } ; vous { $mine }).
first-mine = { $name } a été inscrit en premier ({ $mine } ; eux { $theirs }).
first-withheld = Qui a été inscrit en premier est retenu. La salle transmet votre proposition.
zone-of = Zone annoncée par { $party }.
ask-to-move = Demander à { $name } de changer
ask-owner = Demander au propriétaire de changer
agreement-asked = Vous leur avez demandé ; réponse attendue avant { $until }.
agreement-to-answer = Ils vous ont demandé ; répondez avant { $until }.
slice = Heure et altitude de { $a } et { $b }

offer-delay = Commencer à { $start }
offer-height = Passer à { $band }
offer-both = Commencer { $start } à { $band }
offer-aside = Décaler de { $far } vers { $bearing }
now-booked = Réservé
then-booked = À la place
move-checked = Comparé de nouveau à tout ce qui vous est montré : sans conflit.
move-or-propose = Ou proposez d'abord ce changement à l'autre propriétaire ; rien ne change avant son accord :
change-now = Changer mon vol
propose-instead = Le proposer

my-flights = Mes vols ({ $n })
my-flights-none = Aucun vol à vous.
state-accepted = réservé
state-activated = actif
state-nonconforming = hors plan
state-contingent = urgence
state-overrunning = dépasse l'heure
state-occupied = occupé

parties = Parties ({ $n })
you = vous
suspended = suspendue
owner-withheld = propriétaire retenu
withheld = retenu
withheld-short = retenu

agreements = Propositions ({ $n })
agreements-none = Aucune proposition depuis un jour.
agreement-accepted = acceptée
agreement-declined = refusée
agreement-withdrawn = retirée
agreement-countered = contre-proposée
agreement-lapsed = échue
agreement-awaiting = convenu, en attente de { $uss } jusqu'à { $until }
record = Consigner l'accord
record-about = Votre vol change aussitôt ; le leur est attendu, et vous voyez ici s'il change. Le vol est géré hors de cette salle, par
record-words = Comment, et avec qui
record-until = Le leur est attendu, min
freed = De nouveau libre ({ $n })
freed-attempt = Une réservation refusée
freed-flight = Ce à quoi il a fait place, ou pour quoi il fut refusé, a disparu. Libre de cela :
freed-booking = Ce pour quoi elle fut refusée a disparu. Libre de cela :
freed-again = Réserver maintenant
seen = Vu
again = Redemander
answer-by = réponse avant { $until }
to = À
accept = Accepter
decline = Refuser
withdraw = Retirer
counter = Proposer autrement
propose = Proposer un changement
propose-to = Au propriétaire de l'autre vol :
propose-hint = Chaque option est une issue. L'autre partie en choisit une, ou aucune. Rien ne change avant son accord.
option = Option { $n }
add-option = Autre option
remove = Enlever
who-moves = Qui change
later-minutes = Plus tard, min
higher-feet = Plus haut, ft
words-optional = Message (facultatif)
answer-within = Réponse sous, min
your-flight = votre vol
their-flight = leur vol
shift-up = { $name } plus haut de { $feet }
shift-down = { $name } plus bas de { $feet }
shift-later = { $name } plus tard de { $minutes } min
shift-earlier = { $name } plus tôt de { $minutes } min

votes = Votes ({ $n })
matter-admit = Admettre
matter-suspend = Suspendre
matter-reinstate = Rétablir
matter-expel = Exclure
matter-amend = Modifier la charte
vote-state = Proposé par { $by } : { $yes } oui, { $no } non, { $needed } requis ; jusqu'à { $until }.
vote-yes = Oui
vote-no = Non

show-on-map = Sur la carte
close = Fermer
cancel = Annuler
yes = oui
no = non
manned = Avec équipage
owner = Propriétaire
callsign = Indicatif
aircraft-type = Type (OACI)
frequencies = Fréquences
ssr = Code SSR
icao24 = Adresse OACI 24 bits
remarks = Remarques
reason = Raison
lost-link = Si la liaison est perdue
contact = Contact
contact-watch = Contact de la veille
entered = Inscrit
level = Vous voyez
from-to = De – à
floor = Plancher
ceiling = Plafond
off-nominal = hors nominal
middle = Centre
authority = Autorité
conditions = Conditions
corridor-width = Largeur
next-hours = Prochaines heures
disputed = Contestée
disputed-by = { $n ->
    [one] par une autre zone qui dit autre chose du même air
   *[other] par { $n } autres zones qui disent autre chose du même air
  }
zone-in-force = en vigueur
zone-life-requested = demandée
zone-life-planned = prévue
zone-life-active = active
zone-life-released = libérée
zone-closed = Fermée
zone-danger = Danger
zone-restricted = Réglementée
zone-reserved = Réservée
zone-corridor = Couloir
zone-weather = Météo
zone-gnss_interference = Brouillage GNSS
zone-constraint = Contrainte
precedence = Préséance
precedence-routine = courant
precedence-relief = secours
precedence-medevac = évacuation médicale
precedence-search_and_rescue = recherche et sauvetage
precedence-emergency = urgence

do-activate = Activer
do-off-plan = Hors plan
do-contingent = Urgence
do-back-on-plan = De retour au plan
do-end = Terminer
do-where = Dire où il peut être
do-close = Clore ce vol
about-activate = L'aéronef vole, ou va voler. Tous ceux qui voient le vol le voient actif.
about-off-plan = L'aéronef est hors de son volume ou de son heure, et reviendra. Toute partie ayant un vol proche est avertie, avec votre contact.
about-contingent = L'aéronef ne peut revenir à son plan : une urgence. Toute partie ayant un vol proche est avertie, avec votre contact. Ensuite, le vol ne peut qu'être terminé.
about-back-on-plan = L'aéronef est de nouveau dans son volume et son heure.
about-end = Le vol a atterri, ou n'est pas effectué. L'air est libre aussitôt ; c'est sans retour.
about-where = Où l'aéronef peut se trouver maintenant. Chaque partie ayant un vol à proximité est prévenue.
about-close = Il a dépassé son heure et son propriétaire ne l'a pas terminé. Le clore libère l'espace ; votre nom et le motif entrent au journal.
close-call = Appelez d'abord sa veille ; elle peut le terminer maintenant :
close-from = Le responsable d'une autre partie peut le clore à partir de { $at }.
off-planned = Il peut être là où il était prévu, sauf si vous dessinez une autre zone.
off-keeps = Il peut être là où il a été dit en dernier, sauf si vous dessinez une autre zone.
due = Devait finir
goes-in-log = Ceci entre au journal.
meets = { $n ->
    [one] Ceci rencontre :
   *[other] Ceci en rencontre { $n } :
  }
all-the-same = { $what } quand même

map = Carte
map-table = Carte en tableau
map-back = Retour à la carte
measure = Mesurer
measure-hint = Cliquez des lieux sur la carte ; ou déplacez-la avec les flèches et pressez Entrée pour son milieu.
measure-all = En tout
measure-middle = Prendre le milieu de la carte
import = Importer
import-drop = Déposez le fichier : il est d'abord regardé, rien n'est entré.
import-about = Un fichier de vols ou de zones, d'abord regardé : rien n'est entré avant que vous le disiez.
import-file = Fichier
import-big = Le fichier dépasse 4 Mo. Coupez-le en parties.
import-what = Il contient
import-flights = des vols
import-zones = des zones
import-form = Format
import-defaults = Ce qui vaut là où le fichier ne le dit pas
import-as-said = comme le fichier le dit
import-look = Regarder
import-looking = Le fichier est regardé…
import-taking = Entrée en cours… { $n } sont là.
import-take = Entrer { $n }
import-with-met = { $n ->
    [one] Aussi celui qui en rencontre d'autres, nommés comme montrés ({ $n })
   *[other] Aussi les { $n } qui en rencontrent d'autres, nommés comme montrés
  }
import-found = Bons : { $good }. Fautifs : { $faulty }.
import-done = Entrés : { $done }. Non : { $refused }.
import-not-compared = Trop de lieux se rencontrent : les vols du fichier n'ont pas été comparés entre eux.
import-ignored = Noms que personne ne lit :
import-place = Lieu dans le fichier
import-outcome = Résultat
import-item = élément { $n }
import-is-good = bon
import-is-faulty = fautif
import-is-done = entré
import-is-refused = refusé
table-caption = Vols et zones : { $n } ; montrés : { $shown }
item = Élément
party = Partie
state = État
band = Altitude
altitude-band = Bandes d'altitude
legend = Légende
legend-accepted = Réservé
legend-activated = Actif
legend-nonconforming = Hors plan
legend-contingent = Urgence
legend-zone = Zone
legend-conflict = Conflit
legend-occupied = Occupé, détails retenus
vertical = vertical
banner-offline = PAS EN DIRECT depuis { $since } – dernière image ; rien ne peut être changé.
banner-preview = APERÇU DU FUTUR { $at } ({ $minutes }) – comme prévu, pas en direct

time = Temps
time-back = 15 minutes en arrière
time-ahead = 15 minutes en avant
time-slider = Instant montré
time-more = { $n } de plus dans le tableau
time-keys = ← → 5 min · Maj 1 h · Home = direct
all-utc = Toutes les heures en UTC
log = Journal
log-entries = { $n ->
    [one] entrée
   *[other] entrées
  }
log-head = tête
log-cosigned = contresignée par { $n } parties sur { $all }
log-proof = Tête signée
log-key = Clé
deliveries = Remises
deliveries-about = Abonnés hors de la salle qu'elle prévient des changements de vos vols et zones.
deliveries-none = Personne hors de la salle n'est à prévenir de vos vols et zones.
deliveries-to = À
deliveries-changed = Changé
deliveries-tried = Dernier essai
delivery-waiting = en attente
delivery-delivered = remis
delivery-failed = échoué
table-some = { $n } ; { $shown } affichés
ledger = Registre avec
ledger-short = Registre
ledger-about = Qui a cédé par accord, combien de fois et de combien. Seules ces deux parties le lisent ; il est tenu tant que les deux le souhaitent.
ledger-both = Les deux le souhaitent : il est tenu.
ledger-you = Vous le souhaitez, eux pas encore.
ledger-them = Ils le souhaitent, vous pas encore.
ledger-none = Personne ne le souhaite : rien n'est ajouté.
ledger-since = depuis
ledger-keep = Souhaiter un registre
ledger-stop = Ne plus le souhaiter
ledger-gave = A cédé
ledger-times = Fois
ledger-minutes = Minutes
ledger-feet = Pieds
tabs = Panneaux
tab-left = Conflits
tab-map = Carte
tab-right = Parties

keys-on = Les touches seules sont des raccourcis
key-conflict = Conflit suivant
key-live = Retour au direct
key-escape = Ne rien choisir
help-conflict = Un conflit est un chevauchement réel en plan, en hauteur et en temps, marges de la charte comprises. Qui a été inscrit en premier est un fait, pas une priorité.
help-release = Vous voyez ce que d'autres vous ont divulgué. Un lieu occupé contient le vrai ; planifier autour est sûr.

from = De
until = Jusqu'à
reference = Hauteurs en
outline = Contour
outline-polygon = Surface
outline-circle = Cercle
outline-corridor = Couloir
outline-hint-polygon = Cliquez les sommets sur la carte, ou tapez les positions.
outline-hint-circle = Cliquez le centre sur la carte, ou tapez sa position.
outline-hint-corridor = Cliquez le long de la ligne, ou tapez les positions.
radius = Rayon
width = Largeur
positions = Positions (DDMMSS, DDMM.mm, degrés ou MGRS)
wipe = Effacer
times-utc = Toutes les heures sont UTC.
draw-first = Dessinez où ; on vous dira alors ce que cela rencontre.
checking = Comparaison…
meets-nothing = Ne rencontre rien de ce qui vous est montré.
taken = Sera réservé à
book = Réserver

who-sees-what = Qui voit quoi
release-hint = Chaque niveau contient les précédents.
release-unseen = Ce qui a été vu ne peut être repris : baisser un niveau ne retire rien.
release-second = Une seconde personne de votre partie confirme ce qui divulgue plus (règle de cette salle).
release-log = Divulguer et inscrire
releases-wait = Divulgations à confirmer ({ $n })
release-by-you = Vous l'avez demandé ; une autre personne de votre partie le confirme.
release-confirm = Confirmer
level-conflict = Conflit
level-conflict-short = seulement où cela touche les leurs
level-existence = Existence
level-existence-short = cellules occupées, sans propriétaire
level-reservation = Réservation
level-reservation-short = volumes exacts, propriétaire, état
level-identity = Identité
level-identity-short = indicatif, type, contact
until-open = jusqu'à ce que je change
until-end = jusqu'à sa fin prévue
will-see = Ce que { $party } verra
area = Surface
exact = exacte
snapped = cellules occupées qui le contiennent
snapped-if-met = rien, sauf s'il touche un des leurs
widened = élargi
gone = Ce vol n'est plus là.
now-level = Maintenant : { $level }
rule-item = fixé pour ce vol
rule-preset = par votre préréglage
rule-charter = par la charte
rule-own = à vous
rule-dss = géré ailleurs
rule-reciprocal = ce qu'ils vous divulguent
rule-outside = non membre
rule-suspended = suspendue
rule-safety-floor = plancher de sécurité : hors plan près d'eux

zones = Zones ({ $n })
zones-none = Aucune zone ne vous est montrée.
zone-announce = Annoncer une zone
zone-change = Modifier
zone-kind = Nature
zone-name = Nom
zone-level = Les autres voient
zone-level-charter = selon la charte
zone-hours = Heures de la semaine
zone-hours-always = Tout le temps du début à la fin.
zone-hours-add = Ajouter des heures
zone-keeps-outline = Le contour reste tel quel si vous n'en dessinez pas un autre.
zone-keeps-volumes = Ses volumes, limites et heures restent tels quels si vous ne dessinez pas un autre contour.
draw-first-zone = Dessinez où, ou saisissez des positions.
zone-do-announce = Annoncer
zone-do-activate = Mettre en vigueur
zone-do-stand-down = Remettre en prévue
zone-do-release = Libérer plus tôt
zone-do-end = Terminer la zone
zone-about-announce = Tous les membres la voient comme prévue.
zone-about-activate = Vous la mettez en vigueur, à ses heures : elle ferme l'air aux autres, et votre nom entre au journal.
zone-about-stand-down = Elle n'est plus en vigueur, mais reste annoncée.
zone-about-release = L'air est libre aussitôt. Une zone libérée n'est pas reprise : annoncez-en une nouvelle.
zone-about-end = Elle est retirée pour tous ; c'est irréversible.
air = Atmosphère ({ $n })
air-state = Déclarer l'atmosphère
air-again = Déclarer à nouveau
air-end = Retirer
air-about = Ce que vous déclarez vaut pour toutes les parties : les limites lues à l'altimètre, et les niveaux de vol à côté d'elles, le suivent aussitôt.
air-about-end = Les bornes larges de la charte y valent de nouveau, pour toutes les parties. Des vols peuvent alors se rencontrer qui ne se rencontraient pas.
air-elsewhere = Ailleurs :
air-everywhere = Rien n'est déclaré. Partout :
air-stated = { $n ->
    [one] Fait. Conflits à vous nouveaux depuis : { $n }.
   *[other] Fait. Conflits à vous nouveaux depuis : { $n }.
  }
air-not-all = Tout n'a pas pu être comparé à temps ; regardez à nouveau vos conflits.
air-new = { $n ->
    [one] Nouveau depuis que l'atmosphère a changé :
   *[other] { $n } nouveaux depuis que l'atmosphère a changé :
  }
air-new-tag = nouveau depuis que l'atmosphère a changé, { $at }
air-now = en vigueur
air-later = plus tard
air-over = passé
air-following = les bandes suivent
air-id = Nom, comme un indicateur OACI
air-name = Lieu
air-qnh = QNH
air-within = À, ±
air-warm-by = Chaleur dite en
air-isa = Écart à l'ISA
air-temperature = Température
air-at = Au
air-ta = Altitude de transition
air-tl = Niveau de transition
air-ta-tl = Transition
air-source = Source
air-observed = Observé
ground = Sol en dessous
ground-lowest = Plus bas, m AMSL
ground-highest = Plus haut, m AMSL
ground-hint = Laissé vide, la salle lit son fichier d'altitudes, si elle en a un.
