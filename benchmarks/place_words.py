"""Words for made places: stems as three parties write them, and what each calls a kind of place.

Latin and Cyrillic forms are those in use on maps, in reports of relief organisations and in the press; one is picked by chance.
"""

# Arabic; Latin forms; Cyrillic forms.
STEMS = [
    line.split(" | ")
    for line in """
النور | al-Noor, Al Nour, An-Nur, Elnour | Ан-Нур, Аль-Нур, Эн-Нур
النصر | al-Nasr, An-Nasr, Al Naser | Ан-Наср, Аль-Наср
الأمل | al-Amal, Al Amal, El Amel | Аль-Амаль, Эль-Амаль
السلام | al-Salam, As-Salaam, Essalam | Ас-Салям, Аль-Салам
الثورة | al-Thawra, Ath-Thawrah, Al Thaura | Ас-Саура, Аль-Таура, Эс-Саура
الوحدة | al-Wahda, Al-Wehdah, Al Wihda | Аль-Вахда, Эль-Вахда
الحرية | al-Hurriya, Al Horreya, Al-Hurriyah | Аль-Хуррия, Эль-Хоррия
الشهداء | al-Shuhada, Ash-Shuhadaa, Al Shohada | Аш-Шухада, Эш-Шухада
الجمهورية | al-Jumhuriya, Al Gomhoria, Al-Jumhouriyah | Аль-Джумхурия, Эль-Гумхурия
الفاروق | al-Farouq, Al Faruk, Al-Faruq | Аль-Фарук
الزهراء | al-Zahra, Az-Zahraa, Al Zahraa | Аз-Захра, Эз-Захра
الصديق | al-Siddiq, As-Siddeeq, Al Sadiq | Ас-Сиддик
الرازي | al-Razi, Ar-Razi, Al Razy | Ар-Рази, Эр-Рази
الكندي | al-Kindi, Al Kindy | Аль-Кинди
الخوارزمي | al-Khwarizmi, Al Khawarizmi | Аль-Хорезми, Аль-Хаваризми
ابن سينا | Ibn Sina, Ibn Seena, Avicenna | Ибн Сина, Авиценна
ابن خلدون | Ibn Khaldun, Ibn Khaldoun | Ибн Хальдун
ابن رشد | Ibn Rushd, Ibn Roshd | Ибн Рушд
خالد بن الوليد | Khalid ibn al-Walid, Khaled Bin Alwaleed | Халид ибн аль-Валид, Халеда ибн аль-Валида
عمر المختار | Omar al-Mukhtar, Umar Al Mokhtar | Омар аль-Мухтар, Омара Мухтара
عبد الرحمن | Abd al-Rahman, Abdulrahman, Abdel Rahman | Абд ар-Рахман, Абдуррахмана
عبد الله | Abdullah, Abd Allah, Abdallah | Абдалла, Абдуллы
صلاح الدين | Salah al-Din, Saladin, Salahuddin | Салах ад-Дин, Саладина
طارق بن زياد | Tariq ibn Ziyad, Tarek Bin Zeyad | Тарик ибн Зияд, Тарика ибн Зияда
بلقيس | Bilqis, Balqees, Belqis | Билкис, Балкис
أروى | Arwa, Arwah | Арва
بدر | Badr, Bader | Бадр
الميناء | al-Mina, Al Meena, Al-Minaa | Аль-Мина, Эль-Мина
المعلا | al-Mualla, Al Mu'alla, Maalla | Эль-Муалла, Аль-Маалла
الشيخ عثمان | Sheikh Othman, Shaykh Uthman | Шейх-Осман, Шейх Усман
دار سعد | Dar Saad, Dar Sa'd | Дар-Саад
الوادي | al-Wadi, Al Wady | Аль-Вади, Эль-Вади
الجبل | al-Jabal, Al Gabal, Aljabal | Аль-Джабаль, Эль-Джебель
الصحراء | al-Sahra, As-Sahraa | Ас-Сахра
البحر | al-Bahr, Al Baher | Аль-Бахр, Эль-Бахр
الساحل | al-Sahil, As-Sahel, Al Sahel | Ас-Сахиль, Эс-Сахель
القلعة | al-Qalaa, Al Kalaa, Al-Qal'a | Аль-Калаа, Эль-Кала
السوق | al-Souq, As-Suq, Al Souk | Ас-Сук, Эс-Сук
المطار | al-Matar, Al Mataar | Аль-Матар
الحديقة | al-Hadiqa, Al Hadeeqa | Аль-Хадика
البستان | al-Bustan, Al Bostan | Аль-Бустан
الزيتون | al-Zaytoun, Az-Zeitoun, Al Zaitun | Аз-Зейтун, Эз-Зайтун
النخيل | al-Nakheel, An-Nakhil, Al Nakhil | Ан-Нахиль
الورد | al-Ward, Al Ouard | Аль-Вард
الياسمين | al-Yasmin, Al Yasmeen | Аль-Ясмин
الفردوس | al-Firdaws, Al Ferdous | Аль-Фирдаус
الرشيد | al-Rashid, Ar-Rasheed, Al Rachid | Ар-Рашид, Эр-Рашид
المأمون | al-Mamoun, Al Ma'mun | Аль-Мамун
المنصور | al-Mansour, Al Mansur | Аль-Мансур, Эль-Мансур
الحكمة | al-Hikma, Al Hekmah | Аль-Хикма
المعرفة | al-Maarifa, Al Ma'rifah | Аль-Маарифа
النهضة | al-Nahda, An-Nahdah, Al Nahdha | Ан-Нахда
التعاون | al-Taawun, At-Taawon | Ат-Таавун
الإخلاص | al-Ikhlas, Al Ekhlas | Аль-Ихлас
الهدى | al-Huda, Al Hoda | Аль-Худа
التقوى | al-Taqwa, At-Takwa | Ат-Таква
الرحمة | al-Rahma, Ar-Rahmah | Ар-Рахма, Эр-Рахма
البركة | al-Baraka, Al Barakah | Аль-Барака
الشفاء | al-Shifa, Ash-Shifaa, Al Chifa | Аш-Шифа, Эш-Шифа
الكرامة | al-Karama, Al Karameh | Аль-Карама
العروبة | al-Uruba, Al Orouba | Аль-Уруба
اليرموك | al-Yarmouk, Al Yarmuk | Ярмук, Аль-Ярмук
حطين | Hittin, Hetteen | Хиттин
القادسية | al-Qadisiya, Al Kadissia | Аль-Кадисия
القدس | al-Quds, Al Qods | Аль-Кудс
سبأ | Saba, Sabaa, Sheba | Саба
حضرموت | Hadramawt, Hadhramout | Хадрамаут
شبوة | Shabwa, Shabwah | Шабва
لحج | Lahij, Lahj, Lahej | Лахдж
أبين | Abyan, Abian | Абьян
تعز | Taiz, Ta'izz, Taez | Таиз, Таизз
ذمار | Dhamar, Thamar | Дамар, Замар
الضالع | al-Dhale, Ad-Dali, Al Dhalea | Эд-Дали, Ад-Далиа
البيضاء | al-Bayda, Al Beidha | Эль-Бейда, Аль-Байда
المكلا | al-Mukalla, Al Mokalla | Эль-Мукалла
غيل باوزير | Ghayl Bawazir, Gheil Ba Wazir | Гайль-Бавазир
رداع | Radaa, Rada', Rida | Радаа, Рида
يافع | Yafa, Yafea, Yafi' | Яфиа, Яфа
خور مكسر | Khormaksar, Khur Maksar | Хормаксар, Хур-Максар
كريتر | Crater, Kraytar | Кратер
المنصورة | al-Mansoura, Al Mansurah | Эль-Мансура
البريقة | al-Buraiqa, Little Aden, Al Breiqah | Эль-Бурейка
زنجبار | Zinjibar, Zingibar | Зинджибар
جعار | Jaar, Ja'ar | Джаар
لودر | Lawdar, Lodar | Лаудар
مودية | Mudiyah, Modia | Мудия
عتق | Ataq, Ataaq | Атак
نصاب | Nisab, Nesab | Нисаб
بيحان | Bayhan, Beihan | Бейхан
مأرب | Marib, Ma'rib | Мариб
صرواح | Sirwah, Serwah | Сирвах
""".strip().splitlines()
]

# kind: English, Arabic, Russian, each several; how often it occurs; which other kinds are taken for it.
KINDS = {
    "hospital": ("Hospital, Gen. Hospital, hosp.", "مستشفى, المستشفى, مشفى", "Больница, Госпиталь", 6, "clinic"),
    "clinic": (
        "Clinic, Health Center, Health Unit, Medical Point", "مركز صحي, عيادة, وحدة صحية",
        "Клиника, Медпункт, Поликлиника", 10, "hospital",
    ),
    "school": ("School, Sch.", "مدرسة, مدرسه", "Школа, Средняя школа", 26, "shelter"),
    "shelter": ("Shelter, Collective Centre", "مأوى, مركز إيواء", "Убежище, Пункт размещения", 6, "school camp"),
    "camp": ("Camp, IDP Camp, Site", "مخيم, مخيم نازحين", "Лагерь, Лагерь беженцев", 6, "shelter"),
    "culture": ("Mosque, Masjid, Jami", "مسجد, جامع", "Мечеть", 16, "cemetery"),
    "water": (
        "Well, Water Point, Pumping Station, Water tank", "بئر, خزان مياه, محطة ضخ",
        "Скважина, Колодец, Водокачка", 12, "power",
    ),
    "power": ("Substation, Power Station", "محطة كهرباء, محطة تحويل", "Подстанция, Электростанция", 3, "water"),
    "relief_store": ("Warehouse, Store, WH", "مستودع, مخزن", "Склад", 4, "relief_office"),
    "relief_office": ("Office, Sub-office", "مكتب", "Офис, Бюро", 3, "relief_store"),
    "cemetery": ("Cemetery, Graveyard", "مقبرة", "Кладбище", 3, "culture"),
    "landing_site": (
        "Helipad, Landing Site, HLS", "مهبط, مهبط مروحيات",
        "Вертолётная площадка, Посадочная площадка", 3, "aerodrome",
    ),
    "obstacle": ("Mast, Tower, Antenna", "برج, هوائي", "Мачта, Вышка", 2, "hazard"),
}  # fmt: skip

# What tells neighbours of one name apart; the first of them two by two. The last four are of schools alone.
MARKS = [
    ("North", "الشمالي", "Северный"), ("South", "الجنوبي", "Южный"), ("Old", "القديم", "Старый"), ("New", "الجديد", "Новый"),
    ("No. 1", "رقم ١", "№ 1"), ("No. 2", "رقم ٢", "№ 2"), ("for Girls", "للبنات", "для девочек"),
    ("for Boys", "للبنين", "для мальчиков"), ("Primary", "الابتدائية", "начальная"), ("Secondary", "الثانوية", "старшая"),
]  # fmt: skip
ANYWHERE = 6
