@GL-08
Feature: Edges of the world
  The world ends nowhere: one can be at its poles and on its date line, and what is near across
  them is near. What lies beyond is no place.

  Background:
    Given Lina and Arno are on the map "Lisbon"

  Rule: One can be anywhere in the world

    @critical @realtime
    Scenario Outline: at <spot>
      When Milo comes to <spot>, Lina moves there, Arno asks for it, and Lina makes a place there
      Then Lina, Arno, Milo and the place are at <spot>, to the digit

      Examples:
        | spot                              |
        | 90° N, 0° E                       |
        | 90° S, 180° W                     |
        | 0° N, 180° E                      |
        | 12° S, 180° W                     |
        | 0° N, 0° E                        |
        | 89.999999999° N, 179.999999999° E |

  Rule: What lies beyond is refused by its name, and nothing is done

    @realtime
    Scenario Outline: a <coordinate> that is <value>
      When Arno tells a place whose <coordinate> is <value>, in every way there is
      Then each time the coordinate is named, and nothing has happened to anybody

      Examples:
        | coordinate | value        |
        | latitude   | 90.000001°   |
        | latitude   | -90.000001°  |
        | latitude   | text         |
        | latitude   | yes          |
        | latitude   | nothing      |
        | latitude   | no number    |
        | latitude   | endless      |
        | latitude   | missing      |
        | longitude  | 180.000001°  |
        | longitude  | -180.000001° |
        | longitude  | a list       |
        | longitude  | no number    |
        | longitude  | missing      |

    Example: a part of a map with an edge beyond the world
      When Arno asks for the places of parts that reach beyond the world
      Then each time the edge is named

  Rule: What is near is near across the date line and the poles

    Scenario Outline: nearer than 100 metres, to the <direction> of <spot>
      Given Lina has made the place "Café" at <spot>
      When Arno tries to make a place 99.9 metres to the <direction> of "Café"
      Then it is refused as too near, and nobody hears anything of it

      Examples:
        | spot               | direction |
        | 0° N, 180° E       | east      |
        | 60° N, 179.9999° W | west      |
        | 89.9995° N, 20° E  | north     |
        | 90° S, 0° E        | north     |
        | 89.9995° S, 20° E  | south     |
        | 89.99° N, 20° E    | east      |
        | 0° N, 0° E         | south     |

    Scenario Outline: a little farther, to the <direction> of <spot>
      Given Lina has made the place "Café" at <spot>
      When Arno makes the place "Kiosk" 100.1 metres to the <direction> of "Café"
      Then everybody sees that there is "Kiosk", once and as it is

      Examples:
        | spot               | direction |
        | 0° N, 180° E       | east      |
        | 60° N, 179.9999° W | west      |
        | 89.9995° N, 20° E  | north     |
        | 90° S, 0° E        | north     |
        | 89.9995° S, 20° E  | south     |
        | 89.99° N, 20° E    | east      |
        | 0° N, 0° E         | south     |
