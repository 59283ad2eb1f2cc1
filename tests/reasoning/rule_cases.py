"""Hand-written cases for each rule of OWL 2 RL that adds triples.

Source: OWL 2 Profiles, section 4.3, Tables 4 to 9.
"""

from __future__ import annotations

__all__ = ["RULE_CASES"]

# Rule and situation; what is given; what must follow; what must not.
RULE_CASES: list[tuple[str, str, str, str]] = [
    # Table 4
    ("eq-sym", ":a owl:sameAs :b .", ":b owl:sameAs :a .", ":a owl:sameAs :c ."),
    (
        "eq-trans over a clique",
        ":a owl:sameAs :b . :b owl:sameAs :c . :d owl:sameAs :c . :e owl:sameAs :f .",
        ":a owl:sameAs :c, :d . :d owl:sameAs :a, :b . :c owl:sameAs :d . :f owl:sameAs :e .",
        ":a owl:sameAs :e . :f owl:sameAs :d .",
    ),
    (
        "eq-rep-s",
        ":a owl:sameAs :b ; :p :x . :b :q :y .",
        ":b :p :x . :a :q :y .",
        ":x :p :a . :x owl:sameAs :y .",
    ),
    ("eq-rep-s literal", ":a owl:sameAs :b ; :age 5 .", ":b :age 5 .", ":b :age 6 ."),
    ("eq-rep-p", ":p owl:sameAs :q . :x :p :y .", ":x :q :y .", ":y :q :x ."),
    ("eq-rep-o", ":a owl:sameAs :b . :x :p :a .", ":x :p :b .", ":x owl:sameAs :a . :a :p :x ."),
    (
        "eq-rep-o in a clique of four",
        ":a owl:sameAs :b, :c, :d . :x :p :d . :c a :C .",
        ":x :p :a, :b, :c . :a a :C . :b a :C . :d a :C .",
        ":x a :C .",
    ),
    (
        "eq-rep-o of a class",
        ":C owl:sameAs :D . :x a :C . :D rdfs:subClassOf :E .",
        ":x a :D, :E . :C rdfs:subClassOf :E .",
        ":E rdfs:subClassOf :C .",
    ),
    # Table 5
    ("prp-dom", ":p rdfs:domain :C . :x :p :y .", ":x a :C .", ":y a :C ."),
    ("prp-dom of a literal", ":p rdfs:domain :C . :x :p 5 .", ":x a :C .", ":p a :C ."),
    ("prp-rng", ":p rdfs:range :C . :x :p :y .", ":y a :C .", ":x a :C ."),
    (
        "prp-fp",
        ":p a owl:FunctionalProperty . :x :p :a, :b . :y :p :c .",
        ":a owl:sameAs :b . :b owl:sameAs :a .",
        ":a owl:sameAs :c . :x owl:sameAs :y .",
    ),
    (
        "prp-fp of an inverse",
        "[ owl:inverseOf :p ] a owl:FunctionalProperty . :a :p :x . :b :p :x . :a :p :z .",
        ":a owl:sameAs :b .",
        ":x owl:sameAs :z .",
    ),
    (
        "prp-ifp",
        ":p a owl:InverseFunctionalProperty . :a :p :x . :b :p :x . :c :p :y .",
        ":a owl:sameAs :b .",
        ":x owl:sameAs :y . :a owl:sameAs :c .",
    ),
    ("prp-symp", ":p a owl:SymmetricProperty . :x :p :y .", ":y :p :x .", ":x :p :x . :y :p :y ."),
    (
        "prp-trp over a cycle",
        ":p a owl:TransitiveProperty . :a :p :b . :b :p :c . :c :p :a . :d :p :a .",
        ":a :p :a, :c . :b :p :a, :b . :c :p :b, :c . :d :p :b, :c .",
        ":a :p :d . :d :p :d .",
    ),
    (
        "prp-trp over five steps",
        ":p a owl:TransitiveProperty . :a :p :b . :b :p :c . :c :p :d . :d :p :e . :e :p :f .",
        ":a :p :f . :b :p :e .",
        ":f :p :a . :a :p :a .",
    ),
    (
        "prp-trp of an inverse",
        "[ owl:inverseOf :p ] a owl:TransitiveProperty . :a :p :b . :b :p :c .",
        ":a :p :c .",
        ":c :p :a .",
    ),
    ("prp-spo1", ":p rdfs:subPropertyOf :q . :x :p :y .", ":x :q :y .", ":y :q :x ."),
    ("prp-spo1 of a literal", ":p rdfs:subPropertyOf :q . :x :p 5 .", ":x :q 5 .", ":x :q :p ."),
    (
        "prp-spo1 from an inverse",
        "[ owl:inverseOf :p ] rdfs:subPropertyOf :q . :x :p :y .",
        ":y :q :x .",
        ":x :q :y .",
    ),
    (
        "prp-spo1 to an inverse",
        ":p rdfs:subPropertyOf [ owl:inverseOf :q ] . :x :p :y .",
        ":y :q :x .",
        ":x :q :y .",
    ),
    (
        "prp-spo1 to rdf:type",
        ":p rdfs:subPropertyOf rdf:type . :x :p :C . :C rdfs:subClassOf :D .",
        ":x a :C, :D .",
        ":C a :C . :C a :D .",
    ),
    (
        "prp-spo1 to owl:sameAs",
        ":p rdfs:subPropertyOf owl:sameAs . :a :p :b . :a :q :x .",
        ":b owl:sameAs :a ; :q :x .",
        ":x owl:sameAs :a .",
    ),
    (
        "prp-spo1 to rdfs:subClassOf",
        ":p rdfs:subPropertyOf rdfs:subClassOf . :C :p :D . :D :p :E . :x a :C .",
        ":C rdfs:subClassOf :D, :E . :x a :D, :E .",
        ":D rdfs:subClassOf :C . :C :p :E .",
    ),
    (
        "prp-spo1 to rdfs:domain and rdfs:subPropertyOf",
        ":has rdfs:subPropertyOf rdfs:domain . :below rdfs:subPropertyOf rdfs:subPropertyOf . "
        ":p :has :C . :q :below :p . :x :q :y .",
        ":x :p :y ; a :C .",
        ":y a :C .",
    ),
    (
        "prp-spo1 to owl:inverseOf",
        ":turns rdfs:subPropertyOf owl:inverseOf . :p :turns :q . :x :p :y .",
        ":y :q :x .",
        ":x :q :y .",
    ),
    *(
        (
            f"prp-spo2 of length {length}",
            f":p owl:propertyChainAxiom ( {' '.join(f':q{n}' for n in range(length))} ) . "
            + " ".join(f":x{n} :q{n} :x{n + 1} ." for n in range(length))
            + f" :x{length} :q0 :y .",
            f":x0 :p :x{length} .",
            f":x0 :p :y, :x0 . :x1 :p :x{length} . :x{length} :p :y .",
        )
        for length in (2, 3, 4, 5, 6)
    ),
    (
        "prp-spo2 of length 1",
        ":p owl:propertyChainAxiom ( :q ) . :x :q :y .",
        ":x :p :y .",
        ":y :p :x .",
    ),
    (
        "prp-spo2 with branches",
        ":p owl:propertyChainAxiom ( :q :r ) . :a :q :b, :c . :b :r :d, :e . :c :r :f . :g :r :h .",
        ":a :p :d, :e, :f .",
        ":a :p :h, :b . :b :p :d .",
    ),
    (
        "prp-spo2 over one property twice",
        ":uncle owl:propertyChainAxiom ( :parent :parent ) . :a :parent :b . :b :parent :c, :d .",
        ":a :uncle :c, :d .",
        ":b :uncle :c . :a :uncle :b . :a :parent :c .",
    ),
    (
        "prp-spo2 ending in a literal",
        ":p owl:propertyChainAxiom ( :q :age ) . :a :q :b . :b :age 5 .",
        ":a :p 5 .",
        ":b :p 5 .",
    ),
    (
        "prp-spo2 with an inverse",
        ":p owl:propertyChainAxiom ( [ owl:inverseOf :q ] :r ) . :b :q :a . :b :r :c .",
        ":a :p :c .",
        ":b :p :c . :a :p :b .",
    ),
    ("prp-eqp1", ":p owl:equivalentProperty :q . :x :p :y .", ":x :q :y .", ":y :q :x ."),
    ("prp-eqp2", ":p owl:equivalentProperty :q . :x :q :y .", ":x :p :y .", ":y :p :x ."),
    ("prp-inv1", ":p owl:inverseOf :q . :x :p :y .", ":y :q :x .", ":x :q :y . :y :p :x ."),
    ("prp-inv2", ":p owl:inverseOf :q . :x :q :y .", ":y :p :x .", ":x :p :y . :y :q :x ."),
    ("prp-inv1 to itself", ":p owl:inverseOf :p . :x :p :y .", ":y :p :x .", ":x :p :x ."),
    *(
        (
            f"prp-key of {length}",
            f":C owl:hasKey ( {' '.join(keys)} ) . :a a :C . :b a :C . :c a :C . :e a :D . "
            + "".join(
                f":a {key} {n} . :b {key} {n} . :e {key} {n} . " for n, key in enumerate(keys)
            )
            # c has every key value but the last, which is the place where owlrl stops looking
            + "".join(f":c {key} {n} . " for n, key in enumerate(keys[:-1]))
            + f":c {keys[-1]} 99 .",
            ":a owl:sameAs :b .",
            ":a owl:sameAs :c, :e .",
        )
        for length in (1, 2, 3, 5)
        for keys in [[f":k{n}" for n in range(length)]]
    ),
    (
        "prp-key with a value missing",
        ":C owl:hasKey ( :k :l ) . :a a :C ; :k 1 . :b a :C ; :k 1 . ",
        ":a a :C .",
        ":a owl:sameAs :b .",
    ),
    (
        "prp-key with one value of several shared",
        ":C owl:hasKey ( :k :l ) . :a a :C ; :k 1, 2 ; :l :x . :b a :C ; :k 2, 3 ; :l :x, :y .",
        ":a owl:sameAs :b .",
        ":x owl:sameAs :y .",
    ),
    (
        "prp-key of equal things",
        ":C owl:hasKey ( :k ) . :a a :C ; :k :x . :b a :C ; :k :y . :x owl:sameAs :y .",
        ":a owl:sameAs :b .",
        ":a owl:sameAs :x .",
    ),
    (
        "prp-key of a class expression",
        "[ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom owl:Thing ] "
        "owl:hasKey ( :k ) . :a :k 1 ; :p :x . :b :k 1 ; :p :y . :c :k 1 .",
        ":a owl:sameAs :b .",
        ":a owl:sameAs :c .",
    ),
    # Table 6
    *(
        (
            f"cls-int1 of {length}",
            f":C owl:intersectionOf ( {' '.join(parts)} ) . "
            f":x a {', '.join(parts)} . :y a {', '.join(parts[:-1] or [':E'])} . "
            f":z a {', '.join(parts[1:] or [':E'])} .",
            ":x a :C .",
            ":y a :C . :z a :C .",
        )
        for length in (1, 2, 3, 5)
        for parts in [[f":D{n}" for n in range(length)]]
    ),
    (
        "cls-int2",
        ":C owl:intersectionOf ( :D :E :F ) . :x a :C . :y a :D .",
        ":x a :D, :E, :F .",
        ":y a :C, :E .",
    ),
    *(
        (
            f"cls-uni of {length}",
            f":C owl:unionOf ( {' '.join(parts)} ) . "
            + " ".join(f":x{n} a {part} ." for n, part in enumerate(parts))
            + " :y a :E .",
            " ".join(f":x{n} a :C ." for n in range(length)),
            ":y a :C . :x0 a :D1 .",
        )
        for length in (1, 2, 3, 5)
        for parts in [[f":D{n}" for n in range(length)]]
    ),
    (
        "cls-svf1",
        "[ owl:onProperty :p ; owl:someValuesFrom :D ] rdfs:subClassOf :C . "
        ":x :p :y . :y a :D . :z :p :w . :v :q :y .",
        ":x a :C .",
        ":y a :C . :z a :C . :v a :C .",
    ),
    (
        "cls-svf1 within another",
        "[ owl:onProperty :p ; owl:someValuesFrom [ owl:onProperty :q ; owl:someValuesFrom :D ] ] "
        "rdfs:subClassOf :C . :x :p :y . :y :q :z . :z a :D .",
        ":x a :C .",
        ":y a :C .",
    ),
    (
        "cls-svf1 of a datatype, by dt-type2",
        "[ owl:onProperty :p ; owl:someValuesFrom xsd:integer ] rdfs:subClassOf :C . "
        ':x :p 5 . :y :p "five" . :z :p :w .',
        ":x a :C .",
        ":y a :C . :z a :C .",
    ),
    (
        "cls-svf1 of a wider datatype, by dt-type2",
        "[ owl:onProperty :p ; owl:someValuesFrom xsd:decimal ] rdfs:subClassOf :C . "
        ":x :p 5 . :y :p 5e0 .",
        ":x a :C .",
        ":y a :C .",
    ),
    (
        "cls-svf2",
        "[ owl:onProperty :p ; owl:someValuesFrom owl:Thing ] rdfs:subClassOf :C . "
        ":x :p :y . :z :q :y .",
        ":x a :C .",
        ":y a :C . :z a :C .",
    ),
    (
        "cls-svf2 of an inverse",
        "[ owl:onProperty [ owl:inverseOf :p ] ; owl:someValuesFrom owl:Thing ] "
        "rdfs:subClassOf :C . :x :p :y .",
        ":y a :C .",
        ":x a :C .",
    ),
    (
        "cls-avf",
        ":C rdfs:subClassOf [ owl:onProperty :p ; owl:allValuesFrom :D ] . "
        ":x a :C ; :p :y, :z ; :q :w . :u :p :v .",
        ":y a :D . :z a :D .",
        ":w a :D . :v a :D . :x a :D .",
    ),
    (
        "cls-hv1",
        ":C rdfs:subClassOf [ owl:onProperty :p ; owl:hasValue :y ] . :x a :C . :z a :D .",
        ":x :p :y .",
        ":z :p :y . :y :p :x .",
    ),
    (
        "cls-hv1 of a literal",
        ':C rdfs:subClassOf [ owl:onProperty :p ; owl:hasValue "y"@en ] . :x a :C .',
        ':x :p "y"@en .',
        ':x :p "y" .',
    ),
    (
        "cls-hv2",
        "[ owl:onProperty :p ; owl:hasValue :y ] rdfs:subClassOf :C . :x :p :y . :z :p :w .",
        ":x a :C .",
        ":z a :C . :y a :C .",
    ),
    (
        "cls-hv2 of a literal",
        "[ owl:onProperty :p ; owl:hasValue 5 ] rdfs:subClassOf :C . :x :p 5 . :z :p 6 .",
        ":x a :C .",
        ":z a :C .",
    ),
    (
        "cls-hv1 and cls-hv2 of an equivalent class",
        ":C owl:equivalentClass [ owl:onProperty :p ; owl:hasValue :y ] . :a :p :y . :b a :C .",
        ":a a :C . :b :p :y .",
        ":y a :C .",
    ),
    (
        "cls-maxc2",
        ":C rdfs:subClassOf [ owl:onProperty :p ; "
        'owl:maxCardinality "1"^^xsd:nonNegativeInteger ] .'
        ":x a :C ; :p :a, :b . :y :p :c, :d .",
        ":a owl:sameAs :b .",
        ":c owl:sameAs :d .",
    ),
    (
        "cls-maxqc3",
        ":C rdfs:subClassOf [ owl:onProperty :p ; owl:onClass :D ; "
        'owl:maxQualifiedCardinality "1"^^xsd:nonNegativeInteger ] .'
        ":x a :C ; :p :a, :b, :c . :a a :D . :b a :D . :y a :C ; :p :e, :f . :e a :D .",
        ":a owl:sameAs :b .",
        ":a owl:sameAs :c . :e owl:sameAs :f .",
    ),
    (
        "cls-maxqc4",
        ":C rdfs:subClassOf [ owl:onProperty :p ; owl:onClass owl:Thing ; "
        'owl:maxQualifiedCardinality "1"^^xsd:nonNegativeInteger ] .'
        ":x a :C ; :p :a, :b . :y a :D ; :p :c, :d .",
        ":a owl:sameAs :b .",
        ":c owl:sameAs :d .",
    ),
    *(
        (
            f"cls-oo of {length}",
            f":C owl:oneOf ( {' '.join(f':x{n}' for n in range(length))} ) . :y a :D .",
            " ".join(f":x{n} a :C ." for n in range(length)),
            ":y a :C .",
        )
        for length in (1, 2, 3, 5)
    ),
    # Table 7
    ("cax-sco", ":C rdfs:subClassOf :D . :x a :C . :y a :D .", ":x a :D .", ":y a :C ."),
    ("cax-eqc1", ":C owl:equivalentClass :D . :x a :C .", ":x a :D .", ":D a :C ."),
    ("cax-eqc2", ":C owl:equivalentClass :D . :x a :D .", ":x a :C .", ":D a :C ."),
    # Table 9
    (
        "scm-cls",
        ":C a owl:Class .",
        ":C rdfs:subClassOf :C, owl:Thing ; owl:equivalentClass :C . "
        "owl:Nothing rdfs:subClassOf :C .",
        "owl:Thing rdfs:subClassOf :C . :C rdfs:subClassOf owl:Nothing .",
    ),
    (
        "scm-sco over a cycle",
        ":C rdfs:subClassOf :D . :D rdfs:subClassOf :E . :E rdfs:subClassOf :C . "
        ":E rdfs:subClassOf :F .",
        ":C rdfs:subClassOf :C, :E, :F . :D rdfs:subClassOf :C, :F .",
        ":F rdfs:subClassOf :C .",
    ),
    (
        "scm-eqc1",
        ":C owl:equivalentClass :D .",
        ":C rdfs:subClassOf :D . :D rdfs:subClassOf :C .",
        ":C rdfs:subClassOf owl:Nothing .",
    ),
    (
        "scm-eqc2",
        ":C rdfs:subClassOf :D . :D rdfs:subClassOf :C . :C rdfs:subClassOf :E .",
        ":C owl:equivalentClass :D . :D owl:equivalentClass :C .",
        ":C owl:equivalentClass :E .",
    ),
    (
        "scm-eqc2 with owl:Nothing",
        ":C a owl:Class ; rdfs:subClassOf owl:Nothing . :D a owl:Class .",
        ":C owl:equivalentClass owl:Nothing ; rdfs:subClassOf :D .",
        ":D owl:equivalentClass :C .",
    ),
    (
        "scm-op",
        ":p a owl:ObjectProperty .",
        ":p rdfs:subPropertyOf :p ; owl:equivalentProperty :p .",
        ":p rdfs:subClassOf :p .",
    ),
    (
        "scm-dp",
        ":p a owl:DatatypeProperty .",
        ":p rdfs:subPropertyOf :p ; owl:equivalentProperty :p .",
        ":p rdfs:subClassOf :p .",
    ),
    (
        "scm-spo",
        ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :r . :r rdfs:subPropertyOf :s .",
        ":p rdfs:subPropertyOf :r, :s .",
        ":r rdfs:subPropertyOf :p . :p rdfs:subPropertyOf :p .",
    ),
    (
        "scm-eqp1",
        ":p owl:equivalentProperty :q .",
        ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :p .",
        ":p rdfs:subClassOf :q .",
    ),
    (
        "scm-eqp2",
        ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :p . :q rdfs:subPropertyOf :r .",
        ":p owl:equivalentProperty :q .",
        ":q owl:equivalentProperty :r .",
    ),
    (
        "scm-dom1",
        ":p rdfs:domain :C . :C rdfs:subClassOf :D .",
        ":p rdfs:domain :D .",
        ":p rdfs:range :D .",
    ),
    (
        "scm-dom2",
        ":q rdfs:domain :C . :p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :r .",
        ":p rdfs:domain :C .",
        ":r rdfs:domain :C .",
    ),
    (
        "scm-rng1",
        ":p rdfs:range :C . :C rdfs:subClassOf :D .",
        ":p rdfs:range :D .",
        ":p rdfs:domain :D .",
    ),
    (
        "scm-rng2",
        ":q rdfs:range :C . :p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :r .",
        ":p rdfs:range :C .",
        ":r rdfs:range :C .",
    ),
    (
        "scm-hv",
        ":C owl:onProperty :p ; owl:hasValue :i . :D owl:onProperty :q ; owl:hasValue :i . "
        ":E owl:onProperty :q ; owl:hasValue :j . :p rdfs:subPropertyOf :q .",
        ":C rdfs:subClassOf :D .",
        ":D rdfs:subClassOf :C . :C rdfs:subClassOf :E .",
    ),
    (
        "scm-svf1",
        ":C owl:onProperty :p ; owl:someValuesFrom :Y . :D owl:onProperty :p ; "
        "owl:someValuesFrom :Z . :E owl:onProperty :q ; owl:someValuesFrom :Z . "
        ":Y rdfs:subClassOf :Z .",
        ":C rdfs:subClassOf :D .",
        ":D rdfs:subClassOf :C . :C rdfs:subClassOf :E .",
    ),
    (
        "scm-svf2",
        ":C owl:onProperty :p ; owl:someValuesFrom :Y . :D owl:onProperty :q ; "
        "owl:someValuesFrom :Y . :p rdfs:subPropertyOf :q .",
        ":C rdfs:subClassOf :D .",
        ":D rdfs:subClassOf :C .",
    ),
    (
        "scm-avf1",
        ":C owl:onProperty :p ; owl:allValuesFrom :Y . :D owl:onProperty :p ; "
        "owl:allValuesFrom :Z . :Y rdfs:subClassOf :Z .",
        ":C rdfs:subClassOf :D .",
        ":D rdfs:subClassOf :C .",
    ),
    (
        "scm-avf2",
        ":C owl:onProperty :p ; owl:allValuesFrom :Y . :D owl:onProperty :q ; "
        "owl:allValuesFrom :Y . :p rdfs:subPropertyOf :q .",
        ":D rdfs:subClassOf :C .",
        ":C rdfs:subClassOf :D .",
    ),
    (
        "scm-int",
        ":C owl:intersectionOf ( :D :E :F ) .",
        ":C rdfs:subClassOf :D, :E, :F .",
        ":D rdfs:subClassOf :C .",
    ),
    (
        "scm-uni",
        ":C owl:unionOf ( :D :E :F ) .",
        ":D rdfs:subClassOf :C . :E rdfs:subClassOf :C . :F rdfs:subClassOf :C .",
        ":C rdfs:subClassOf :D .",
    ),
]
