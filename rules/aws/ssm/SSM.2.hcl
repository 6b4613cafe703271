control "SSM.2" {
  slug     = "ssm-patch-compliance"
  aliases  = []
  severity = "high"
  category = ["Detect", "Detection services"]
  title = {
    en = "Managed instances are patch compliant"
    ja = "マネージドインスタンスがパッチコンプライアンスに準拠している"
  }
  why = {
    en = "A machine that misses patches keeps holes that are known to everybody."
    ja = "パッチが当たっていないマシンには、広く知られた脆弱性が残っています。"
  }
  decides = "not-decidable"
  limits = {
    en = "Whether an instance has its patches is found by Patch Manager on the running machine; Terraform neither sets nor reads the status. The nearest that code can do: declare aws_ssm_patch_baseline with an approval rule, aws_ssm_patch_group, and an aws_ssm_association or maintenance window that runs AWS-RunPatchBaseline with Operation = Install."
    ja = "パッチの適用状況は、稼働中のマシンで Patch Manager が調べるもので、Terraform では設定も参照もできません。コードでできる最も近い対策は、承認ルール付きの aws_ssm_patch_baseline と aws_ssm_patch_group を宣言し、AWS-RunPatchBaseline を Operation = Install で実行する aws_ssm_association またはメンテナンスウィンドウを用意することです。"
  }
  config_rule = "ec2-managedinstance-patch-compliance-status-check"
  frameworks = {
    "aws-fsbp"       = ["SSM.2"]
    "pci-dss-3.2.1"  = ["6.2"]
    "nist-800-53-r5" = ["CM-8(3)", "SI-2", "SI-2(2)", "SI-2(3)", "SI-2(4)", "SI-2(5)"]
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
      en = ["Open Compliance in the Systems Manager console and filter by Patch.", "For instances that are not compliant choose Patch now in Patch Manager, or wait for the next maintenance window.", "See that the status becomes Compliant."]
      ja = ["Systems Manager コンソールの「コンプライアンス」を開き、「パッチ」で絞り込む。", "非準拠のインスタンスには Patch Manager の「今すぐパッチを適用」を実行するか、次のメンテナンスウィンドウを待つ。", "ステータスが準拠に変わったことを確かめる。"]
    }
    cli = "aws ssm send-command --document-name AWS-RunPatchBaseline --parameters Operation=Install --targets Key=InstanceIds,Values=INSTANCE_ID"
  }
}
