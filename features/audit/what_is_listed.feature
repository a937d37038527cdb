@AU-01
Feature: What is listed on Audit
  Whatever Audit lists it lists whole: each thing once, in the order that was promised, as many as it shows.

  Rule: A list has all that is in it, whether that is nothing, one, or more than it shows

    Example: every list
      Then each list that Olga, Nora and Ada fill on Audit has all that is in it, once, in its order
      And nothing is listed of which nothing is promised

    Example: documents, from any of them on
      Given Olga has made the object type "Depot"
      And Olga has made the object type "Halt"
      And Olga has made the schema "Junction"
      And Olga has made the object type "Siding"
      And Olga has changed "Halt" to "Halt on request"
      Then the object types of the branch are listed from any of them on
