import java.io.FileInputStream;
import java.util.List;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** `java -cp … Validate.java 3a,ua1 FILE…`: one line for each file and standard, then what it breaks. Status 1 where it does. */
public class Validate {
  public static void main(String[] args) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    boolean fine = true;
    for (String name : args[0].split(",")) {
      PDFAFlavour flavour = PDFAFlavour.byFlavourId(name);
      for (String file : List.of(args).subList(1, args.length)) {
        fine &= isFine(file, flavour);
      }
    }
    System.exit(fine ? 0 : 1);
  }

  private static boolean isFine(String file, PDFAFlavour flavour) throws Exception {
    try (FileInputStream stream = new FileInputStream(file);
        PDFAParser parser = Foundries.defaultInstance().createParser(stream, flavour);
        PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
      ValidationResult result = validator.validate(parser);
      System.out.println((result.isCompliant() ? "ok " : "broken ") + result.getPDFAFlavour() + " " + file);
      result.getTestAssertions().stream()
          .filter(assertion -> assertion.getStatus() == TestAssertion.Status.FAILED)
          .limit(10)
          .forEach(assertion -> System.out.println("  " + assertion.getRuleId() + ": " + assertion.getMessage()));
      return result.isCompliant();
    }
  }
}
