@PH-11
Feature: Bad input
  Whoever asks for an experiment that cannot be is told everything that is wrong with it, by the name of each field;
  and nothing is created.

  Rule: What is wrong is named, and nothing is created

    @critical
    Scenario Outline: <what is wrong>
      When Uwe asks for experiments with <what is wrong>
      Then each time just that is named, and Uwe has no experiment of it

      Examples:
        | what is wrong                                                             |
        | a name that is missing, empty, too short, too long, of blanks, or no text |
        | a description that is too long, or no text                                |
        | a pipeline that is missing, empty, or unknown                             |
        | no node, too many, one twice, or one that cannot be                       |
        | a duration that is none, too long, or no time                             |
        | a split that does not sum to 100, or is no share                          |
        | a criterion below 0, above 100, or no figure                              |
        | a field that there is not                                                 |

    @critical
    Example: several things at once
      When Uwe asks for an experiment with a mistake of each kind
      Then each time just that is named, and Uwe has no experiment of it

  Rule: What is at its limit is taken

    Example: each field at its limit
      Then Uwe may ask for experiments at the limits of each field, which are kept as they were asked for
      And where Uwe says nothing of a figure, it is what is promised
