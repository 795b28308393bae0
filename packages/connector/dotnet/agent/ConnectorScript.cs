namespace Idle.ConnectorHost
{
    using System;
    using System.Collections.Generic;
    using System.Management.Automation;
    using System.Management.Automation.Language;

    /// <summary>A parameter as a script declares it.</summary>
    internal sealed class DeclaredParameter
    {
        public string Name;
        /// <summary>With its own name, in the order in which they are looked for.</summary>
        public List<string> Names;
        public bool IsMandatory;
        public bool HasDefault;
        /// <summary>As written, such as System.Security.SecureString; empty where there is none.</summary>
        public string TypeName;
    }

    /// <summary>One script, parsed and not run. Its text never mixes with anything else.</summary>
    internal sealed class ConnectorScript
    {
        private ConnectorScript() { }

        public ScriptBlock Block { get; private set; }
        public IList<DeclaredParameter> Parameters { get; private set; }
        public ParseError[] Errors { get; private set; }

        /// <summary>`file`: how positions call it; a path that need not be there.</summary>
        public static ConnectorScript Parse(string text, string file)
        {
            Token[] tokens;
            ParseError[] errors;
            ScriptBlockAst tree = Parser.ParseInput(text, file, out tokens, out errors);
            ConnectorScript script = new ConnectorScript();
            script.Errors = errors;
            script.Parameters = new List<DeclaredParameter>();
            if (errors.Length > 0) return script;
            if (tree.ParamBlock != null)
            {
                foreach (ParameterAst each in tree.ParamBlock.Parameters) script.Parameters.Add(Declared(each));
            }
            script.Block = tree.GetScriptBlock();
            return script;
        }

        private static DeclaredParameter Declared(ParameterAst written)
        {
            DeclaredParameter declared = new DeclaredParameter();
            declared.Name = written.Name.VariablePath.UserPath;
            declared.Names = new List<string>();
            declared.Names.Add(declared.Name);
            declared.HasDefault = written.DefaultValue != null;
            declared.TypeName = "";
            foreach (AttributeBaseAst each in written.Attributes)
            {
                AttributeAst attribute = each as AttributeAst;
                if (attribute == null)
                {
                    declared.TypeName = each.TypeName.FullName;
                    continue;
                }
                string name = attribute.TypeName.Name;
                if (Is(name, "Alias")) AddAliases(declared.Names, attribute);
                else if (Is(name, "Parameter") || Is(name, "System.Management.Automation.ParameterAttribute")) declared.IsMandatory |= SaysMandatory(attribute);
            }
            return declared;
        }

        private static bool Is(string name, string wanted)
        {
            return string.Equals(name, wanted, StringComparison.OrdinalIgnoreCase)
                || string.Equals(name, wanted + "Attribute", StringComparison.OrdinalIgnoreCase);
        }

        private static void AddAliases(List<string> names, AttributeAst attribute)
        {
            foreach (ExpressionAst each in attribute.PositionalArguments)
            {
                StringConstantExpressionAst alias = each as StringConstantExpressionAst;
                if (alias != null) names.Add(alias.Value);
            }
        }

        private static bool SaysMandatory(AttributeAst attribute)
        {
            foreach (NamedAttributeArgumentAst each in attribute.NamedArguments)
            {
                if (!string.Equals(each.ArgumentName, "Mandatory", StringComparison.OrdinalIgnoreCase)) continue;
                if (each.ExpressionOmitted) return true;
                VariableExpressionAst variable = each.Argument as VariableExpressionAst;
                if (variable != null) return Is(variable.VariablePath.UserPath, "true");
                ConstantExpressionAst constant = each.Argument as ConstantExpressionAst;
                return constant != null && LanguagePrimitives.IsTrue(constant.Value);
            }
            return false;
        }
    }
}
