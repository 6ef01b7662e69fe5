"""Two hundred family names that many people have, in three scripts; no two are one name.

How they are compared is tested in `test_naming`.
"""

NAMES = [
    "Smith", "Johnson", "Williams", "Brown", "Jones", "Miller", "Davis", "Wilson", "Anderson",
    "Taylor", "Thomas", "Moore", "Jackson", "Martin", "Lee", "Thompson", "White", "Harris",
    "Clark", "Lewis", "Robinson", "Walker", "Young", "Allen", "King", "Wright", "Scott",
    "Green", "Baker", "Adams", "Nelson", "Hill", "Campbell", "Mitchell", "Roberts", "Carter",
    "Phillips", "Evans", "Turner", "Parker", "García", "Rodríguez", "González", "Hernández",
    "López", "Martínez", "Pérez", "Sánchez", "Ramírez", "Torres", "Flores", "Rivera", "Gómez",
    "Díaz", "Cruz", "Morales", "Ortiz", "Gutiérrez", "Núñez", "Castillo", "Silva", "Santos",
    "Oliveira", "Souza", "Pereira", "Costa", "Ferreira", "Almeida", "Nascimento", "Lima",
    "Araújo", "Ribeiro", "Carvalho", "Gonçalves", "Barbosa", "Rocha", "Dias", "Moreira",
    "Müller", "Schmidt", "Schneider", "Fischer", "Weber", "Meyer", "Wagner", "Becker", "Schulz",
    "Hoffmann", "Schäfer", "Koch", "Bauer", "Richter", "Klein", "Wolf", "Schröder", "Neumann",
    "Schwarz", "Krüger", "Bernard", "Dubois", "Durand", "Moreau", "Laurent", "Lefèvre", "Leroy",
    "Roux", "Fournier", "Girard", "Bonnet", "Lambert", "Rousseau", "Blanc", "Chevalier",
    "Gauthier", "Diallo", "Traoré", "Coulibaly", "Keïta", "Ndiaye", "Mensah", "Okafor", "Abebe",
    "Mwangi", "Kamau", "Nkosi", "Dlamini", "Banda", "Phiri", "Owusu", "Adeyemi", "Nguyen",
    "Tran", "Pham", "Kim", "Park", "Choi", "Tanaka", "Suzuki", "Sato", "Kumar", "Singh",
    "Sharma", "Khan", "Patel", "Hossain", "Rahman", "Perera", "Santoso", "Hansen", "Jørgensen",
    "Åkesson", "Söderström", "Korhonen", "Mäkinen", "Kowalski", "Wiśniewski", "Novák", "Dvořák",
    "Horvat", "Popescu", "Nagy", "Yılmaz", "Kaya", "Øverland", "Иванов", "Смирнов", "Кузнецов",
    "Васильев", "Петров", "Соколов", "Михайлов", "Новиков", "Фёдоров", "Морозов", "Волков",
    "Алексеев", "Лебедев", "Семёнов", "Егоров", "Щербаков", "Шевченко", "Бондаренко",
    "Ткаченко", "Хасанов", "Παπαδόπουλος", "Βλάχος", "Αγγελόπουλος", "Νικολαΐδης", "Γεωργίου",
    "Δημητρίου", "Οικονόμου", "Χατζής", "Μπακάλης", "Ντόκος", "Γκίκας", "Ευαγγέλου", "Σταύρου",
    "Καραγιάννης", "Andersen", "Nilsen",
]  # fmt: skip
