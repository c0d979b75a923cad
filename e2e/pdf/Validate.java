import java.io.FileInputStream;
import java.util.List;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** `java -cp … Validate.java FLAVOUR FILE…`: one line for each file, then what it breaks. Status 1 where one breaks a rule. */
public class Validate {
  public static void main(String[] args) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    PDFAFlavour flavour = PDFAFlavour.byFlavourId(args[0]);
    boolean fine = true;
    for (String file : List.of(args).subList(1, args.length)) {
      try (FileInputStream stream = new FileInputStream(file);
          PDFAParser parser = Foundries.defaultInstance().createParser(stream, flavour);
          PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
        ValidationResult result = validator.validate(parser);
        System.out.println((result.isCompliant() ? "ok " : "broken ") + result.getPDFAFlavour() + " " + file);
        fine &= result.isCompliant();
        result.getTestAssertions().stream()
            .filter(assertion -> assertion.getStatus() == TestAssertion.Status.FAILED)
            .limit(10)
            .forEach(assertion -> System.out.println("  " + assertion.getRuleId() + ": " + assertion.getMessage()));
      }
    }
    System.exit(fine ? 0 : 1);
  }
}
