control "Redshift.6" {
  slug     = "redshift-cluster-upgrades"
  aliases  = []
  severity = "medium"
  category = ["Detect", "Vulnerability and patch management"]
  title = {
    en = "Redshift clusters take major upgrades automatically"
    ja = "Redshift クラスターでメジャーバージョンの自動アップグレードが有効になっている"
  }
  why = {
    en = "Upgrades bring fixes of the engine, security fixes among them. A cluster that refuses them stays behind."
    ja = "アップグレードにはセキュリティ修正も含まれます。受け取らないクラスターは古いまま取り残されます。"
  }
  decides = "checked"
  config_rule = "redshift-cluster-maintenancesettings-check"
  frameworks = {
    "aws-fsbp"       = ["Redshift.6"]
    "nist-800-53-r5" = ["CA-9(1)", "CM-2", "CP-9", "SC-5(2)", "SI-2", "SI-2(2)", "SI-2(4)", "SI-2(5)"]
  }
  frameworks_derived = {
    "aws-well-architected-security" = ["SEC06-BP01"]
  }

  check "aws_redshift_cluster" {
    enforce {
      condition = default(attrs.allow_version_upgrade, true)
      at        = "allow_version_upgrade"
      error_message = {
        en = "the cluster refuses upgrades"
        ja = "クラスターの自動アップグレードが無効になっている"
      }
    }
    fix {
      class  = "safe"
      impact = "in-place"
      summary = {
        en = "allow upgrades"
        ja = "自動アップグレードを有効にする"
      }
      set = { allow_version_upgrade = true }
    }
  }

  remediation {
    console = {
      en = ["Open the cluster in the Redshift console and choose Edit.", "Under Maintenance allow version upgrades."]
      ja = ["Redshift コンソールでクラスターを開き「編集」を選ぶ。", "「メンテナンス」でバージョンアップグレードを許可する。"]
    }
    cli = "aws redshift modify-cluster --cluster-identifier CLUSTER --allow-version-upgrade"
  }

  example "fail" "refused" {
    resource "aws_redshift_cluster" "dw" {
      cluster_identifier     = "dw"
      node_type              = "ra3.large"
      master_username        = "warehouse"
      manage_master_password = true
      skip_final_snapshot    = true
      allow_version_upgrade  = false
    }
  }

  example "fixed" "refused" {
    resource "aws_redshift_cluster" "dw" {
      cluster_identifier     = "dw"
      node_type              = "ra3.large"
      master_username        = "warehouse"
      manage_master_password = true
      skip_final_snapshot    = true
      allow_version_upgrade  = true
    }
  }

  example "fail" "refused by a variable" {
    variable "upgrade" {
      default = false
    }

    resource "aws_redshift_cluster" "dw" {
      cluster_identifier     = "dw"
      node_type              = "ra3.large"
      master_username        = "warehouse"
      manage_master_password = true
      skip_final_snapshot    = true
      allow_version_upgrade  = var.upgrade
    }
  }

  example "pass" "allowed" {
    resource "aws_redshift_cluster" "dw" {
      cluster_identifier     = "dw"
      node_type              = "ra3.large"
      master_username        = "warehouse"
      manage_master_password = true
      skip_final_snapshot    = true
      allow_version_upgrade  = true
    }
  }

  example "pass" "left to the default" {
    resource "aws_redshift_cluster" "dw" {
      cluster_identifier     = "dw"
      node_type              = "ra3.large"
      master_username        = "warehouse"
      manage_master_password = true
      skip_final_snapshot    = true
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = true
    }

    resource "aws_redshift_cluster" "dw" {
      cluster_identifier     = "dw"
      node_type              = "ra3.large"
      master_username        = "warehouse"
      manage_master_password = true
      skip_final_snapshot    = true
      allow_version_upgrade  = tobool(terraform_data.later.output)
    }
  }
}
