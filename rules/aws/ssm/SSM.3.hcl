control "SSM.3" {
  slug     = "ssm-association-compliance"
  aliases  = []
  severity = "low"
  category = ["Detect", "Detection services"]
  title = {
    en = "State Manager associations succeed on managed instances"
    ja = "マネージドインスタンスで State Manager の関連付けが準拠になっている"
  }
  why = {
    en = "An association keeps software and settings of a machine as they should be. Where it fails, the machine drifts without anybody knowing."
    ja = "関連付けは、マシンのソフトウェアや設定をあるべき状態に保ちます。失敗したままだと、気付かないうちに状態がずれていきます。"
  }
  decides = "not-decidable"
  limits = {
    en = "The status comes from running the association on the machine, which no plan or state shows. The nearest that code can do: declare aws_ssm_association with an output_location, so that failures can be read, and with compliance_severity, so that they can be told apart."
    ja = "ステータスは、マシン上で関連付けを実行した結果であり、プランやステートには現れません。コードでできる最も近い対策は、aws_ssm_association に output_location と compliance_severity を指定し、失敗の内容と重要度が分かるようにすることです。"
  }
  config_rule = "ec2-managedinstance-association-compliance-status-check"
  frameworks = {
    "aws-fsbp"       = ["SSM.3"]
    "pci-dss-3.2.1"  = ["2.4"]
    "nist-800-53-r5" = ["CA-9(1)", "CM-2", "CM-2(2)", "CM-8", "CM-8(1)", "CM-8(3)", "SI-2(3)"]
  }
  frameworks_derived = {
    "pci-dss-4.0"                   = ["11.3.1", "11.3.1.1", "11.3.1.3", "6.3.3"]
    "aws-well-architected-security" = ["SEC06-BP01"]
    "iso-27001-2022"                = ["A.8.27"]
    "soc2"                          = ["cc_3_2", "cc_7_1"]
    "nist-csf-2.0"                  = ["ac_3"]
  }

  remediation {
    console = {
      en = ["Open State Manager in the Systems Manager console and choose the association that failed.", "Read the output in Execution history and mend the cause.", "Choose Apply association now and see that it succeeds."]
      ja = ["Systems Manager コンソールの「ステートマネージャー」で、失敗している関連付けを開く。", "「実行履歴」の出力から原因を調べて直す。", "「今すぐ関連付けを適用」を実行し、成功することを確かめる。"]
    }
    cli = "aws ssm list-compliance-items --resource-ids INSTANCE_ID --resource-types ManagedInstance --filters Key=ComplianceType,Values=Association"
  }
}
