"""Words of names in the languages of the room: those that only say what a place is, and those that tell neighbours apart.

`names` brings them into the letters that it compares.
"""

from typing import Final

PLAIN: Final = """
    the of for and hq sub unit wh sch jami collective reception distribution a an de la le les du des d l et un
    une в на и имени им hospital hosp clinic medical health healthcare center centre post ambulance dispensary
    polyclinic school academy institute college shelter camp refugees refugee idp displaced settlement mosque
    masjid church cathedral temple monastery shrine museum library cultural culture heritage water well borehole
    pump pumping station tower tank reservoir treatment plant desalination power electricity electric substation
    generator dam works warehouse store stores depot logistics hub relief aid office bureau prison detention jail
    cemetery graveyard airport airfield aerodrome airstrip strip helipad heliport landing site zone pad mast
    antenna wire crane building bridge road street hazard obstacle place area point general public basic أساسية
    أساسي hôpital clinique sante santé poste ecole école lycee lycée collège abri refuge mosquee mosquée eglise
    église cathedrale musee musée bibliotheque eau puits forage pompe pompage château réservoir centrale
    electrique électrique barrage entrepot entrepôt dépôt cimetiere cimetière aeroport aéroport aérodrome piste
    héliport antenne grue batiment pont route rue général مستشفى مشفى عيادة مستوصف مركز صحي الصحي صحية طبي وحدة
    نقطة إسعاف مدرسة مدارس معهد كلية مأوى ملجأ إيواء مخيم نازحين لاجئين مسجد جامع كنيسة دير متحف مكتبة ثقافي بئر
    آبار محطة مياه ماء ضخ مضخة خزان برج سد تحلية كهرباء كهربائية توليد طاقة تحويل مستودع مخزن مخازن إغاثة مكتب سجن
    توقيف مقبرة مطار مهبط مدرج مروحيات هبوط هوائي رافعة مبنى جسر طريق شارع عام العام موقع حكومي بیمارستان درمانگاه
    کلینیک مرکز بهداشت بهداری مدرسه دبستان آموزشگاه پناهگاه اردوگاه کمپ پناهندگان کلیسا موزه کتابخانه فرهنگی چاه
    ایستگاه آب پمپ برق نیروگاه پست انبار امداد دفتر زندان گورستان قبرستان آرامستان فرودگاه باند بالگرد فرود دکل
    جرثقیل ساختمان پل جاده خیابان عمومی больница госпиталь клиника поликлиника медпункт медицинский медцентр
    амбулатория центр здоровья пункт скорой помощи школа гимназия лицей институт колледж убежище приют лагерь
    беженцев перемещенных мечеть церковь храм собор монастырь музей библиотека культурный колодец скважина
    насосная станция водозабор водонапорная башня резервуар водоочистная вода воды опреснительная электростанция
    подстанция электрическая плотина дамба гэс тэц склад хранилище гуманитарный офис бюро отделение тюрьма
    изолятор кладбище аэропорт аэродром взлетная полоса вертолетная площадка посадочная вышка водокачка размещения
    мачта антенна кран здание мост дорога улица общая средняя основная городская
"""

GROUPS: Final = {
    "side": {
        "north": "north northern nord شمال شمالي شمالية شمالی северный северная северное север",
        "south": "south southern sud جنوب جنوبي جنوبية جنوبی южный южная южное юг",
        "east": "east eastern est شرق شرقي شرقية شرقی восточный восточная восточное восток",
        "west": "west western ouest غرب غربي غربية غربی западный западная западное запад",
    },
    "sex": {
        "girls": "girls girl filles fille women بنات للبنات دختران دخترانه نساء женская девочек женский",
        "boys": "boys boy garcons garcon garçons men بنين للبنين أولاد پسران پسرانه мужская мальчиков мужской",
    },
    "age": {
        "new": "new nouveau nouvelle جديد جديدة جدید новый новая новое",
        "old": "old ancien ancienne vieux قديم قديمة قدیمی قدیم старый старая старое",
    },
    "size": {
        "big": "big great grand grande large كبير كبيرة كبرى بزرگ большой большая большое великая",
        "small": "small little petit petite minor صغير صغيرة صغرى کوچک малый малая малое маленькая",
    },
    "height": {
        "upper": "upper haut haute أعلى عليا عالي بالا верхний верхняя верхнее",
        "lower": "lower bas basse low أسفل سفلى سفلي پایین нижний нижняя нижнее",
    },
    "stage": {
        "primary": "primary elementary primaire ابتدائية ابتدائي ابتدایی начальная",
        "secondary": "secondary high secondaire ثانوية ثانوي إعدادية متوسطة متوسطه راهنمایی старшая",
    },
    "who": {
        "children": "children kids enfants أطفال للأطفال طفل کودکان детская детский",
        "mothers": "maternity maternité ولادة أمومة زایشگاه родильный роддом",
    },
}
